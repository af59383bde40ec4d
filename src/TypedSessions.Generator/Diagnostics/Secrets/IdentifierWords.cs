using System.Text;

namespace TypedSessions.Generator.Diagnostics.Secrets;

/// <summary>
/// Splits names into words: <c>ApiKey</c>, <c>APIKey</c>, <c>api_key</c> and <c>shop.api-key</c> all end in "api", "key".
/// </summary>
internal static class IdentifierWords
{
    /// <summary>Returns the words in lower case. Digits form separate words.</summary>
    public static List<string> Split(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var index = 0; index < name.Length; index++)
        {
            if (word.Length > 0 && IsWordStart(name, index))
            {
                words.Add(word.ToString());
                word.Clear();
            }

            if (char.IsLetterOrDigit(name[index]))
            {
                word.Append(char.ToLowerInvariant(name[index]));
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    private static bool IsWordStart(string name, int index)
    {
        var letter = name[index];
        var before = name[index - 1];
        return !char.IsLetterOrDigit(letter)
            || char.IsDigit(letter) != char.IsDigit(before)
            || (char.IsUpper(letter) && (char.IsLower(before) || (index + 1 < name.Length && char.IsLower(name[index + 1]))));
    }
}
