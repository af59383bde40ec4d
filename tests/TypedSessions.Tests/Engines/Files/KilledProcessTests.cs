using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Files;

/// <summary>A process that writes is killed, again and again. The variable TYPED_SESSIONS_KILLS says how often; 20 times unless set.</summary>
public sealed class KilledProcessTests : FilesTest
{
    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("TYPED_SESSIONS_KILLS"), out var rounds) ? rounds : 20;

    [Fact]
    public async Task After_a_kill_every_acknowledged_commit_is_there_and_none_is_torn()
    {
        var random = new Random(20260102);
        var next = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var last = await RunAndKillAsync(next, commits: random.Next(1, 200));

            // The step that was under way has happened, or has not.
            var script = new CrashScript(Engine);
            var stored = await script.IsAsAfterAsync(last + 1) ? last + 1 : last;
            Assert.True(await script.IsAsAfterAsync(stored), $"Round {round}: the sessions are neither as after step {last} nor as after the next.");
            var sessions = await Engine.ListAsync(Token).ToListAsync(Token);
            Assert.True(
                sessions.Count == CrashScript.CountAfter(stored),
                $"Round {round}: {sessions.Count} sessions after step {stored}, acknowledged up to {last}: " +
                string.Join(", ", sessions.Select(session => $"{session.Key} v{session.Record.Version} until {session.Record.Expires:O}")));
            next = stored + 1;
        }
    }

    // Returns the last step that the child acknowledged, which may be later than those waited for.
    private async Task<int> RunAndKillAsync(int next, int commits)
    {
        using var child = Child.Start(FileJobs.Script, Folder, next.ToString());
        for (var i = 0; i < commits; i++)
        {
            Assert.NotNull(await child.ReadLineAsync(Token));
        }

        child.Kill();
        var last = next + commits - 1;
        while (await child.ReadLineAsync(Token) is { } line)
        {
            last = int.TryParse(line, out var step) && step == last + 1 ? step : last;
        }

        return last;
    }
}
