using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Workload;

/// <summary>Sends requests, runs jobs, ends and reads sessions and advances the clock, in random order.</summary>
internal sealed class Client(Round round, Random random)
{
    private static readonly TimeSpan[] Moves =
    [
        TimeSpan.FromMilliseconds(1),
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(31),
        Expectations.RotationGrace,
        TimeSpan.FromMinutes(7),
        TimeSpan.FromMinutes(31),
        TimeSpan.FromMinutes(61),
        TimeSpan.FromHours(2),
        Expectations.IdleTimeout - TimeSpan.FromMilliseconds(1),
        Expectations.IdleTimeout,
    ];

    private readonly Browser _browser = new(round, random);
    private readonly Jobs _jobs = new(round, random);
    private readonly Administrator _administrator = new(round, random);

    public async Task RunAsync()
    {
        var expectations = round.Deployment.Expectations;
        while (!round.IsOver)
        {
            await round.PauseAsync();
            round.CountOperation();
            await (random.Next(100) switch
            {
                < 7 when expectations.KeepsRecords => _jobs.RunAsync(),
                < 9 when expectations.KeepsRecords => _administrator.RemoveAsync(),
                < 10 when expectations.CanList => _administrator.RemoveByOwnerAsync(),
                < 12 when expectations.KeepsRecords => _administrator.FindAsync(),
                < 13 => round.Deployment.ClearAsync(),
                < 18 => MoveClockAsync(),
                _ => _browser.SendAsync(),
            });
        }
    }

    // Short times are more likely than long ones.
    private Task MoveClockAsync()
    {
        round.TryMoveClock(Moves[Math.Min(random.Next(Moves.Length), random.Next(Moves.Length))]);
        return Task.CompletedTask;
    }
}
