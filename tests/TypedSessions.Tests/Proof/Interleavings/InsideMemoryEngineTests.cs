using TypedSessions.Engines.Memory;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>
/// The memory engine is synchronous, but it reads the clock between its reads and writes. The clock of these tests interrupts a call
/// there and runs another one.
/// </summary>
public sealed class InsideMemoryEngineTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Overlapping_calls_are_linearizable(int count)
    {
        var schedules = EngineCall.AtOnce(count).Concat(EngineCall.MergesAtOnce(count))
            .Sum(calls => Schedule.RunAll(string.Join(" | ", calls.Select(call => call.Name)), schedule => Run(schedule, calls)));

        TestContext.Current.SendDiagnosticMessage("Inside the memory engine, {0} calls: {1} schedules.", count, schedules);
    }

    private static void Run(Schedule schedule, EngineCall[] calls)
    {
        var history = new CallHistory();
        var clock = new OvertakenClock();
        var engine = new MemorySessionEngine(clock);
        Assert.True(ActorScheduler.Wait(() => engine.CreateAsync(EngineCall.Key, EngineCall.Loaded, default)));
        var waiting = new List<EngineCall>(calls);
        clock.LookedAt = () =>
        {
            if (waiting.Count > 0 && schedule.Choose(waiting.Count + 1) is > 0 and var next)
            {
                MakeNext(next - 1);
            }
        };
        while (waiting.Count > 0)
        {
            MakeNext(schedule.Choose(waiting.Count));
        }

        history.Check(EngineCall.Show(key => engine.LoadAsync(key, default)));

        void MakeNext(int index)
        {
            var call = waiting[index];
            waiting.RemoveAt(index);
            var making = history.MakeAsync(call, engine);
            Assert.True(making.IsCompletedSuccessfully, making.Exception?.Message);
        }
    }

    private sealed class OvertakenClock : TimeProvider
    {
        public Action LookedAt { get; set; } = () => { };

        public override DateTimeOffset GetUtcNow()
        {
            LookedAt();
            return EngineCall.Clock.GetUtcNow();
        }
    }
}
