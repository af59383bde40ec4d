namespace TypedSessions.Engines.Memory;

/// <summary>The options of a <see cref="MemorySessionEngine"/>.</summary>
public sealed class MemoryEngineOptions
{
    /// <summary>
    /// Gets or sets the largest size of all records together, in bytes. A record takes its payload, its owner's name and
    /// <see cref="MemorySessionEngine.RecordOverhead"/>.
    /// </summary>
    /// <value>At least 1. Default: 200 MiB.</value>
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
