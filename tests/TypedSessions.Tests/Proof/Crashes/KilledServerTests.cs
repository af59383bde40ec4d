using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Crashes;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Crashes;

/// <summary>
/// Kills all processes of a server repeatedly and restarts it on the same folder while the application runs. Uses a separate server
/// with synchronous commits.
/// </summary>
public abstract class KilledServerTests(string name)
{
    private const int BeforeTheFirst = -1;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_kill_of_the_server_every_acknowledged_commit_is_stored_completely()
    {
        await using var server = await SeparateServer.StartAsync(name, syncs: true);
        var engine = await server.OpenEngineAsync(new ManualClock());
        await using var disposal = (IAsyncDisposable)engine;
        var script = new CrashScript(engine);
        var random = new Random(20260104);
        var last = BeforeTheFirst;
        for (var kills = LongForm.Kills(unlessSet: 2); kills > 0; kills--)
        {
            var killing = Task.CompletedTask;
            var commits = random.Next(1, 300);
            var acknowledged = await RunUntilFailureAsync(script, last, () =>
            {
                if (--commits == 0)
                {
                    killing = Task.Run(server.KillAsync, Token);
                }
            });
            await killing;
            await server.RestartAsync();

            last = await script.FindStoredAsync(acknowledged);
            Assert.Null(await script.FindProblemAsync(last));
        }
    }

    [Fact]
    public async Task A_site_recovers_from_kills_of_its_server_without_losing_acknowledged_changes()
    {
        await using var server = await SeparateServer.StartAsync(name, syncs: true);
        await using var site = await TestSite.StartAsync(Map, engine: async clock => await server.OpenEngineAsync(clock));
        using var end = new CancellationTokenSource();
        var visitors = Enumerable.Range(0, 6).Select(_ => new RetryingVisitor(site.Open())).ToArray();
        var visits = Task.WhenAll(visitors.Select(visitor => Task.Run(() => visitor.CountUntilAsync(end.Token), Token)));
        var random = new Random(20260105);
        for (var kills = LongForm.Kills(unlessSet: 2); kills > 0; kills--)
        {
            await UntilAsync(visitors, visitor => visitor.Answered, random.Next(1, 60), visits);
            await server.KillAsync();
            await UntilAsync(visitors, visitor => visitor.Refused, 1, visits);
            await server.RestartAsync();
        }

        await UntilAsync(visitors, visitor => visitor.Answered, 1, visits);
        await end.CancelAsync();
        await visits;
        foreach (var visitor in visitors)
        {
            await visitor.CheckAsync();
            visitor.Dispose();
        }
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/add/{counter}", (string counter, ISession session) =>
        {
            var count = (session.GetInt32(counter) ?? 0) + 1;
            session.SetInt32(counter, count);
            session.SetString($"{counter} filler", GetFiller(count));
            return count;
        });
        app.MapGet("/check/{counter}", (string counter, ISession session) =>
        {
            var count = session.GetInt32(counter) ?? 0;
            return count == 0 || session.GetString($"{counter} filler") == GetFiller(count) ? Results.Ok(count) : Results.Conflict();
        });
    }

    // A value of up to five pages that the count determines.
    private static string GetFiller(int count) => new((char)('a' + (count % 26)), count * 7919 % 40_000);

    private static async Task<int> RunUntilFailureAsync(CrashScript script, int last, Action acknowledged)
    {
        while (true)
        {
            try
            {
                await script.RunAsync(last + 1);
            }
            catch (SessionEngineException)
            {
                return last;
            }

            last++;
            acknowledged();
        }
    }

    // Each visitor must get this number of responses.
    private static async Task UntilAsync(RetryingVisitor[] visitors, Func<RetryingVisitor, int> count, int more, Task visits)
    {
        var goals = visitors.Select(visitor => count(visitor) + more).ToArray();
        foreach (var (visitor, goal) in visitors.Zip(goals))
        {
            while (visitor.News is var news && count(visitor) < goal)
            {
                await await Task.WhenAny(news, visits).WaitAsync(Token);
            }
        }
    }
}

public sealed class KilledPostgresTests() : KilledServerTests(EnginePlace.Postgres);

public sealed class KilledMariaDbTests() : KilledServerTests(EnginePlace.MariaDb);

public sealed class KilledRedisTests() : KilledServerTests(SeparateServer.Redis);
