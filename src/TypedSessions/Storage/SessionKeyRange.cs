namespace TypedSessions.Storage;

/// <summary>The keys that begin with some hexadecimal digits.</summary>
/// <param name="First">The first key.</param>
/// <param name="Last">The last key.</param>
internal readonly record struct SessionKeyRange(SessionKey First, SessionKey Last)
{
    private const int Digits = SessionKey.Size * 2;

    /// <summary>Gets whether the range has one key.</summary>
    public bool IsSingle => First == Last;

    /// <summary>Returns the range of a prefix; <see langword="null"/> if no key can begin with it.</summary>
    public static SessionKeyRange? Find(string prefix)
        => prefix.Length <= Digits
            && SessionKey.TryParse(prefix.PadRight(Digits, '0'), out var first)
            && SessionKey.TryParse(prefix.PadRight(Digits, 'f'), out var last)
            ? new SessionKeyRange(first, last)
            : null;

    /// <summary>Returns the part of the range after a key; <see langword="null"/> if there is none.</summary>
    public SessionKeyRange? After(SessionKey key)
    {
        if (key.CompareTo(Last) >= 0)
        {
            return null;
        }

        var next = key.CompareTo(First) < 0 ? First : key.Increment();
        return this with { First = next };
    }
}
