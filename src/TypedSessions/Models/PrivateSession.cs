using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using TypedSessions.Diagnostics;
using TypedSessions.Engines.Memory;
using TypedSessions.Sessions;

namespace TypedSessions.Models;

/// <summary>
/// Creates the session of a model that is created with <c>new</c>, as in unit tests: a session like that of a request, on its own memory
/// engine. However often it is committed, all of its uses count as one request.
/// </summary>
internal static class PrivateSession
{
    private static readonly SessionMetrics Metrics = new(new DisabledMeters(), TimeProvider.System);
    private static readonly SessionAudit Audit = new(NullLogger.Instance, Metrics);

    // As in Development, every value that does not survive encoding and decoding throws an exception.
    private static readonly TypedSessionsOptions Options = new() { VerifyValues = true };

    /// <summary>Returns a new session.</summary>
    /// <param name="timeProvider">The session's time provider; <see langword="null"/> for the system's.</param>
    public static Session Create(TimeProvider? timeProvider = null)
    {
        var time = timeProvider ?? TimeProvider.System;
        var engine = new InstrumentedSessionEngine(new MemorySessionEngine(time), Metrics, time, Options.EngineTimeout);
        var transport = new TokenTransport(engine);
        var services = new SessionServices(transport, Options, time, NullLogger.Instance, Metrics, Audit);
        return new Session(services, new DirectChannel(transport.Read(), isActivity: true, isRequest: true));
    }

    // Instruments of a disposed meter measure nothing and have no listeners.
    private sealed class DisabledMeters : IMeterFactory
    {
        public Meter Create(MeterOptions options)
        {
            var meter = new Meter(options);
            meter.Dispose();
            return meter;
        }

        public void Dispose()
        {
        }
    }
}
