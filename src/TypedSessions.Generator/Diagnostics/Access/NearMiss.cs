namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Detects misspelled keys.</summary>
internal static class NearMiss
{
    // In shorter words, one letter usually makes another word.
    private const int MinMisspelledLength = 5;

    /// <summary>
    /// Returns whether two keys differ only by case, or by one letter that is missing, added, wrong or swapped with its neighbor.
    /// </summary>
    public static bool IsNearMiss(string key, string other)
        => string.Equals(key, other, StringComparison.OrdinalIgnoreCase)
            ? key.Length > 1 && key != other
            : Math.Min(key.Length, other.Length) >= MinMisspelledLength && IsMisspelled(key, other);

    private static bool IsMisspelled(string key, string other)
    {
        if (Math.Abs(key.Length - other.Length) > 1)
        {
            return false;
        }

        var start = GetCommonPrefixLength(key, other);
        var end = GetCommonSuffixLength(key, other, start);
        var left = key.Substring(start, key.Length - start - end);
        var right = other.Substring(start, other.Length - start - end);

        // Digits distinguish keys: address1 and address2, Line and Line2.
        return !(left + right).Any(static letter => !char.IsLetter(letter))
            && ((left.Length <= 1 && right.Length <= 1) || AreSwapped(left, right));
    }

    private static bool AreSwapped(string left, string right)
        => left.Length == 2 && right.Length == 2 && left[0] == right[1] && left[1] == right[0];

    private static int GetCommonPrefixLength(string key, string other)
    {
        var length = 0;
        while (length < key.Length && length < other.Length && key[length] == other[length])
        {
            length++;
        }

        return length;
    }

    private static int GetCommonSuffixLength(string key, string other, int start)
    {
        var length = 0;
        while (length < Math.Min(key.Length, other.Length) - start && key[key.Length - 1 - length] == other[other.Length - 1 - length])
        {
            length++;
        }

        return length;
    }
}
