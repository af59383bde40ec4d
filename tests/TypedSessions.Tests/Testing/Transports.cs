using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Diagnostics;
using TypedSessions.Sessions;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Testing;

/// <summary>Creates transports of sessions on an engine, without an application.</summary>
internal static class Transports
{
    private static readonly IMeterFactory Meters =
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    public static SessionMetrics Metrics { get; } = new(Meters, TimeProvider.System);

    public static TokenTransport Create(ISessionEngine engine, TimeProvider? timeProvider = null)
        => new(new InstrumentedSessionEngine(engine, Metrics, timeProvider ?? TimeProvider.System, Timeout.InfiniteTimeSpan));
}
