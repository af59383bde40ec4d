namespace TypedSessions.Engines.Memory;

/// <summary>How much a <see cref="MemorySessionEngine"/> keeps.</summary>
public sealed class MemoryEngineOptions
{
    /// <summary>
    /// The room for all records together, in bytes; 200 MiB by default. A record takes its payload, its owner's name and
    /// <see cref="MemorySessionEngine.RecordOverhead"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is under 1.</exception>
    public long MaxBytes
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 200L * 1024 * 1024;
}
