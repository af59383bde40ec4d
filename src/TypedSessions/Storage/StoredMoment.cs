namespace TypedSessions.Storage;

/// <summary>Moments as engines keep them: in milliseconds since 1970.</summary>
internal static class StoredMoment
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Reads a moment; <see langword="false"/> for a number that is none.</summary>
    public static bool TryRead(long milliseconds, out DateTimeOffset moment)
    {
        var isMoment = milliseconds >= Earliest && milliseconds <= Latest;
        moment = isMoment ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : default;
        return isMoment;
    }
}
