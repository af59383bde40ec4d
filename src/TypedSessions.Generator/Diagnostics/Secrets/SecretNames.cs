namespace TypedSessions.Generator.Diagnostics.Secrets;

/// <summary>
/// Recognizes secrets by the last words of their names. Names such as <c>PasswordResetRequested</c> and <c>CardNumberLast4</c> do not
/// match, and neither do names with a word such as "masked" or "encrypted".
/// </summary>
internal static class SecretNames
{
    private static readonly HashSet<string> Credentials = new(StringComparer.Ordinal)
    {
        "password", "passwd", "pwd", "passphrase", "passcode", "secret",
        "passwordhash", "hashedpassword", "privatekey", "apikey", "secretkey", "signingkey", "encryptionkey",
        "accesstoken", "refreshtoken", "bearertoken", "authtoken",
    };

    private static readonly HashSet<string> Numbers = new(StringComparer.Ordinal)
    {
        "cvv", "cvc", "ssn", "cardpin", "userpin", "accountpin", "loginpin",
        "socialsecuritynumber", "creditcard", "cardnumber", "creditcardnumber", "debitcardnumber",
    };

    private static readonly HashSet<string> HarmlessWords = new(StringComparer.Ordinal)
    {
        "has", "is", "needs", "requires", "show", "hide", "valid", "invalid", "wrong", "missing",
        "masked", "redacted", "truncated", "encrypted", "protected", "sealed", "last", "no", "without",
        "forgot", "forgotten", "reset", "change", "changed", "onetime",
        "csrf", "xsrf", "antiforgery",
        "loyalty", "library", "gift", "member", "membership", "bonus", "student",
    };

    /// <summary>Returns whether a name is that of a password, a key or a token.</summary>
    /// <param name="name">The name.</param>
    /// <param name="configured">The names that the project adds.</param>
    public static bool IsCredential(string name, params IReadOnlyCollection<string> configured)
        => EndsWithSecret(name, word => Credentials.Contains(word) || configured.Contains(word));

    /// <summary>Returns whether a name is that of a number that identifies a card or a person.</summary>
    public static bool IsNumber(string name) => EndsWithSecret(name, Numbers.Contains);

    private static bool EndsWithSecret(string name, Func<string, bool> isSecret)
    {
        var words = IdentifierWords.Split(name);
        while (words.Count > 0 && char.IsDigit(words[words.Count - 1][0]))
        {
            words.RemoveAt(words.Count - 1);
        }

        return HasSecretEnding(words, isSecret) && !HasHarmlessWord(words);
    }

    private static bool HasSecretEnding(List<string> words, Func<string, bool> isSecret)
    {
        var end = "";
        for (var index = words.Count - 1; index >= 0 && index >= words.Count - 3; index--)
        {
            end = words[index] + end;
            if (isSecret(end) || (end[end.Length - 1] == 's' && isSecret(end.Substring(0, end.Length - 1))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasHarmlessWord(List<string> words)
    {
        for (var index = 0; index < words.Count; index++)
        {
            if (HarmlessWords.Contains(words[index]) || (index > 0 && HarmlessWords.Contains(words[index - 1] + words[index])))
            {
                return true;
            }
        }

        return false;
    }
}
