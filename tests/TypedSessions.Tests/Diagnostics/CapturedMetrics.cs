using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Diagnostics;

/// <summary>Captures the measurements of one site only.</summary>
internal sealed class CapturedMetrics : IDisposable
{
    private readonly ConcurrentQueue<string> _measurements = new();
    private readonly MeterListener _listener = new();

    public CapturedMetrics(TestSite site)
    {
        var factory = site.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "TypedSessions" && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) => Add(instrument, value >= 0 ? "time" : "nonsense", tags));
        _listener.Start();
    }

    /// <summary>
    /// Returns the measurements since the last call without the common prefix, such as
    /// <c>sessions.loaded{typedsessions.result:found}=1</c>.
    /// </summary>
    public IReadOnlyList<string> Take()
    {
        var taken = new List<string>();
        while (_measurements.TryDequeue(out var measurement))
        {
            taken.Add(measurement);
        }

        return taken;
    }

    public void Dispose() => _listener.Dispose();

    private void Add<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var pairs = string.Join(',', tags.ToArray().Select(static tag => $"{tag.Key}:{tag.Value}"));
        _measurements.Enqueue($"{instrument.Name["typedsessions.".Length..]}{(pairs.Length > 0 ? $"{{{pairs}}}" : "")}={value}");
    }
}
