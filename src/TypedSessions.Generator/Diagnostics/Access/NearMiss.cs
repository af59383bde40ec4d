namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Whether a key was probably meant to be another one.</summary>
internal static class NearMiss
{
    // In a short word one letter more or less makes another word.
    private const int MinMisspelt = 5;

    /// <summary>
    /// Whether two keys differ by case only, or by one letter that is missing, added, wrong or in the place of its neighbour.
    /// </summary>
    public static bool Is(string key, string other)
        => string.Equals(key, other, StringComparison.OrdinalIgnoreCase)
            ? key.Length > 1 && key != other
            : Math.Min(key.Length, other.Length) >= MinMisspelt && IsMisspelt(key, other);

    private static bool IsMisspelt(string key, string other)
    {
        if (Math.Abs(key.Length - other.Length) > 1)
        {
            return false;
        }

        var start = CommonStart(key, other);
        var end = CommonEnd(key, other, start);
        var left = key.Substring(start, key.Length - start - end);
        var right = other.Substring(start, other.Length - start - end);

        // address1 and address2 are two keys, and so are Line and Line2.
        return !(left + right).Any(static letter => !char.IsLetter(letter))
            && ((left.Length <= 1 && right.Length <= 1) || AreSwapped(left, right));
    }

    private static bool AreSwapped(string left, string right)
        => left.Length == 2 && right.Length == 2 && left[0] == right[1] && left[1] == right[0];

    private static int CommonStart(string key, string other)
    {
        var length = 0;
        while (length < key.Length && length < other.Length && key[length] == other[length])
        {
            length++;
        }

        return length;
    }

    private static int CommonEnd(string key, string other, int start)
    {
        var length = 0;
        while (length < Math.Min(key.Length, other.Length) - start && key[key.Length - 1 - length] == other[other.Length - 1 - length])
        {
            length++;
        }

        return length;
    }
}
