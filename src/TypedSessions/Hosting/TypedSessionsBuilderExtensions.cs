using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Engines.Memory;

namespace TypedSessions;

/// <summary>The engines that come with the library.</summary>
public static class TypedSessionsBuilderExtensions
{
    /// <summary>
    /// Keeps sessions in the memory of this process: for development, tests and sites of one process that may forget at a restart.
    /// </summary>
    public static TypedSessionsBuilder UseMemory(this TypedSessionsBuilder builder, Action<MemoryEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new MemoryEngineOptions();
        configure?.Invoke(options);
        return builder.UseEngine(services => new MemorySessionEngine(services.GetRequiredService<TimeProvider>(), options));
    }
}
