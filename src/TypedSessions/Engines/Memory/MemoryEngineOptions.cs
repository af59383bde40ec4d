using Microsoft.Extensions.Options;

namespace TypedSessions.Engines.Memory;

/// <summary>Options of a <see cref="MemorySessionEngine"/>.</summary>
public sealed class MemoryEngineOptions
{
    /// <summary>
    /// Gets or sets the maximum size of all records together, in bytes. A record takes its payload, its owner's id, sign-in and device, and
    /// <see cref="MemorySessionEngine.RecordOverhead"/>.
    /// </summary>
    /// <value>At least 1. Default: 200 MiB.</value>
    [OptionRange("1")]
    public long MaxBytes { get; set; } = 200L * 1024 * 1024;
}

/// <summary>Validates each option.</summary>
[OptionsValidator]
internal sealed partial class MemoryEngineOptionsValidator : IValidateOptions<MemoryEngineOptions>;
