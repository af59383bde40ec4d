using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>An engine that returns the same record for every key and stores nothing.</summary>
internal sealed class OneRecordEngine() : RecordingEngine(new MemorySessionEngine(TimeProvider.System))
{
    private static readonly DateTimeOffset Now = new ManualClock().GetUtcNow();

    /// <summary>Gets or sets the values of the record.</summary>
    public SessionValues Values { get; set; } = SessionValues.Empty;

    /// <summary>Gets or sets the number of calls that write.</summary>
    public int Writes { get; set; }

    protected override ValueTask<T> InvokeAsync<T>(RecordedCall call, Func<ISessionEngine, ValueTask<T>> operation)
    {
        Writes += call.Name is "load" or "remove expired" ? 0 : 1;
        object result = call.Name switch
        {
            "load" => new SessionRecord { Values = Values, CreatedAt = Now, ExpiresAt = Now.AddDays(14) },
            "rotate" => SessionUpdate.Rotate(call.Loaded, call.NewKey, call.Loaded!, call.Changes!, Now).Result,
            "update" or "touch" => SessionUpdate.Apply(call.Loaded, call.Loaded!, call.Changes!, Now).Result,
            "remove expired" => 0,
            _ => true,
        };
        return ValueTask.FromResult((T)result);
    }
}
