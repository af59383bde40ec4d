using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>
/// Overlapping calls of an engine and their results, which must be linearizable: equal to a sequential order in which every call
/// follows those that had returned before it started.
/// </summary>
internal sealed class CallHistory
{
    private readonly List<Entry> _entries = [];
    private int _time;

    /// <summary>Makes a call and records it.</summary>
    public async Task MakeAsync(EngineCall call, ISessionEngine engine)
    {
        var entry = new Entry(call) { Start = ++_time };
        _entries.Add(entry);
        entry.Answer = await call.InvokeAsync(engine);
        entry.End = ++_time;
    }

    /// <summary>Returns whether a sequential order has the same results and the same final records.</summary>
    /// <param name="stored">The final records.</param>
    public void Check(string stored)
    {
        if (!Orders([], _entries).Any(order => Explains(order, stored)))
        {
            Assert.Fail(string.Join(Environment.NewLine, [
                "As if in no order one after the other:",
                .. _entries.Select(entry => $"    {entry.Call.Name} [{entry.Start}-{entry.End}]: {entry.Answer}"),
                $"    stored at the end: {stored}",
            ]));
        }
    }

    private static bool Explains(IReadOnlyList<Entry> order, string stored)
    {
        var engine = new ReferenceEngine(EngineCall.Clock);
        engine.CreateAsync(EngineCall.Key, EngineCall.Loaded, default);
        return order.All(entry => ActorScheduler.Wait(() => entry.Call.InvokeAsync(engine)) == entry.Answer)
            && EngineCall.Show(key => engine.LoadAsync(key, default)) == stored;
    }

    private static IEnumerable<IReadOnlyList<Entry>> Orders(IReadOnlyList<Entry> before, IReadOnlyList<Entry> left)
    {
        if (left.Count == 0)
        {
            return [before];
        }

        return left
            .Where(next => left.All(other => other.End > next.Start || other == next))
            .SelectMany(next => Orders([.. before, next], [.. left.Where(other => other != next)]));
    }

    private sealed record Entry(EngineCall Call)
    {
        public int Start { get; init; }

        public int End { get; set; }

        public string Answer { get; set; } = "";
    }
}
