using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>
/// A site under load whose database server restarts. Uses a separate server, because other tests share the other one.
/// </summary>
public abstract class OutageTests(string name)
{
    private const int Visitors = 12;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_server_is_down_requests_get_503_and_no_lost_write_is_acknowledged()
    {
        await using var server = await SeparateServer.StartAsync(name);
        await using var site = await TestSite.StartAsync(Map, engine: async clock => await server.OpenEngineAsync(clock));
        using var end = new CancellationTokenSource();
        var visitors = Enumerable.Range(0, Visitors).Select(_ => new Visitor(site.Open())).ToArray();
        var visits = Task.WhenAll(visitors.Select(visitor => Task.Run(() => visitor.CountUntilAsync(end.Token), Token)));

        for (var outage = 0; outage < 3; outage++)
        {
            await UntilEachAsync(visitors, visitor => visitor.Acknowledged, visits);
            await server.StopAsync();
            await UntilEachAsync(visitors, visitor => visitor.Refused, visits);
            await server.RestartAsync();
        }

        await UntilEachAsync(visitors, visitor => visitor.Acknowledged, visits);
        await end.CancelAsync();
        await visits;

        foreach (var visitor in visitors)
        {
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], visitor.Statuses.Order());

            // A failed change may have been saved if the reply of the database was lost. Other values are errors.
            var stored = int.Parse(await visitor.Browser.ReadAsync("/count"));
            Assert.InRange(stored, visitor.LastAcknowledged, visitor.LastAcknowledged + visitor.Refused);
            visitor.Browser.Dispose();
        }
    }

    private static void Map(WebApplication app)
    {
        app.MapPost("/count", (HttpContext context) =>
        {
            var count = (context.Session.GetInt32("count") ?? 0) + 1;
            context.Session.SetInt32("count", count);
            return count;
        });
        app.MapGet("/count", (ISession session) => session.GetInt32("count"));
    }

    // Five more visits of each visitor must succeed.
    private static async Task UntilEachAsync(Visitor[] visitors, Func<Visitor, int> count, Task visits)
    {
        var goals = visitors.Select(visitor => count(visitor) + 5).ToArray();
        while (visitors.Where((visitor, index) => count(visitor) < goals[index]).Any())
        {
            Token.ThrowIfCancellationRequested();
            if (visits.IsCompleted)
            {
                await visits;
            }

            await Task.Yield();
        }
    }

    private sealed class Visitor(Browser browser)
    {
        private volatile int _acknowledged;
        private volatile int _refused;

        public Browser Browser => browser;

        public int Acknowledged => _acknowledged;

        public int Refused => _refused;

        public int LastAcknowledged { get; private set; }

        public HashSet<HttpStatusCode> Statuses { get; } = [];

        public async Task CountUntilAsync(CancellationToken end)
        {
            while (!end.IsCancellationRequested)
            {
                using var response = await browser.PostAsync("/count");
                Statuses.Add(response.StatusCode);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    Acknowledge(int.Parse(await response.Content.ReadAsStringAsync(CancellationToken.None)));
                }
                else
                {
                    _refused++;
                }
            }
        }

        private void Acknowledge(int count)
        {
            Assert.True(count > LastAcknowledged, $"{LastAcknowledged} was acknowledged, and then {count}.");
            LastAcknowledged = count;
            _acknowledged++;
        }
    }
}

public sealed class PostgresOutageTests() : OutageTests(EnginePlace.Postgres);

public sealed class MariaDbOutageTests() : OutageTests(EnginePlace.MariaDb);

public sealed class RedisOutageTests() : OutageTests(SeparateServer.Redis);
