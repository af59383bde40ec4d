namespace TypedSessions.Generator.Diagnostics.Secrets;

/// <summary>
/// Knows secrets by their names. A name counts by its last words, as <c>PasswordResetRequested</c> and
/// <c>CardNumberLast4</c> hold no secret, and words that say that the secret is not there, or not readable, speak it free.
/// </summary>
internal static class SecretWords
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

    private static readonly HashSet<string> Acquittals = new(StringComparer.Ordinal)
    {
        "has", "is", "needs", "requires", "show", "hide", "valid", "invalid", "wrong", "missing",
        "masked", "redacted", "truncated", "encrypted", "protected", "sealed", "last", "no", "without",
        "forgot", "forgotten", "reset", "change", "changed", "onetime",
        "csrf", "xsrf", "antiforgery",
        "loyalty", "library", "gift", "member", "membership", "bonus", "student",
    };

    /// <summary>Whether a name is that of a password, a key or a token.</summary>
    public static bool NameCredential(string name) => EndIn(name, Credentials);

    /// <summary>Whether a name is that of a number that identifies a card or a person.</summary>
    public static bool NameNumber(string name) => EndIn(name, Numbers);

    private static bool EndIn(string name, HashSet<string> secrets)
    {
        var words = Words.Split(name);
        while (words.Count > 0 && char.IsDigit(words[words.Count - 1][0]))
        {
            words.RemoveAt(words.Count - 1);
        }

        return IsSecret(words, secrets) && !IsAcquitted(words);
    }

    private static bool IsSecret(List<string> words, HashSet<string> secrets)
    {
        var end = "";
        for (var index = words.Count - 1; index >= 0 && index >= words.Count - 3; index--)
        {
            end = words[index] + end;
            if (secrets.Contains(end) || (end[end.Length - 1] == 's' && secrets.Contains(end.Substring(0, end.Length - 1))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAcquitted(List<string> words)
    {
        for (var index = 0; index < words.Count; index++)
        {
            if (Acquittals.Contains(words[index]) || (index > 0 && Acquittals.Contains(words[index - 1] + words[index])))
            {
                return true;
            }
        }

        return false;
    }
}
