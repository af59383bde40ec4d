using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using TypedSessions.Diagnostics;
using TypedSessions.Http;
using TypedSessions.Http.Cookies;
using TypedSessions.Sessions;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>
/// A browser whose session id is due for renewal, and a site without a server. All requests have this id. At the end, the stored
/// sessions and the sent cookies must be those that renewals promise.
/// </summary>
internal sealed class RenewalScenario
{
    private static readonly IServiceProvider Services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private static readonly IServiceScopeFactory Scopes = Services.GetRequiredService<IServiceScopeFactory>();
    private static readonly SessionMetrics Metrics = new(Services.GetRequiredService<IMeterFactory>(), TimeProvider.System);
    private static readonly CookieBuilder Cookie = new() { Name = "session", HttpOnly = true, Path = "/" };

    private static readonly TypedSessionsOptions Options = new()
    {
        RenewIdAfter = TimeSpan.FromHours(1),
        AllowSynchronousLoad = false,
        EngineTimeout = Timeout.InfiniteTimeSpan,
        RejectWhenGone = true,
    };

    private readonly ActorScheduler _scheduler;
    private readonly OpenedEngine _opened;
    private readonly SessionHttpServices _site;
    private readonly DateTimeOffset _createdAt;
    private readonly SessionToken _first = SessionToken.New();
    private readonly HashSet<SessionKey> _keys = [];
    private readonly HashSet<string> _expected = ["rest"];
    private readonly List<(RequestAction[] Actions, BareResponse Response)> _answers = [];

    public RenewalScenario(ActorScheduler scheduler, OpenedEngine opened)
    {
        (_scheduler, _opened) = (scheduler, opened);
        var engine = new InstrumentedSessionEngine(new Gate(this), Metrics, opened.Clock, Options.EngineTimeout);
        var sessions = new SessionServices(
            new TokenTransport(engine),
            Options,
            opened.Clock,
            NullLogger.Instance,
            Metrics,
            new SessionAudit(NullLogger.Instance, Metrics));
        _site = new SessionHttpServices(sessions, new TokenCookie(Cookie, sessions), Scopes);
        var now = opened.Clock.GetUtcNow();
        _createdAt = now - TimeSpan.FromHours(2);
        var record = new SessionRecord
        {
            Values = Values(("rest", "0")),
            CreatedAt = _createdAt,
            ExpiresAt = now + TimeSpan.FromDays(14),
        };
        Assert.True(ActorScheduler.Wait(() => opened.Engine.CreateAsync(_first.Key, record, default)));
        _keys.Add(_first.Key);
    }

    /// <summary>Runs requests concurrently and checks their results.</summary>
    public void Run(params ReadOnlySpan<RequestAction[]> requests)
    {
        for (var number = 0; number < requests.Length; number++)
        {
            var (actions, actor) = (requests[number], number);
            _scheduler.Start($"{(char)('A' + actor)} ({string.Join(", ", actions)})", () => RequestAsync(actor, actions));
        }

        _scheduler.Run();
        Check();
    }

    private async Task RequestAsync(int number, RequestAction[] actions)
    {
        var response = await SendAsync(_first, async session =>
        {
            for (var step = 0; step < actions.Length; step++)
            {
                await RunAsync(actions[step], session, $"{number}.{step}");
            }
        });
        _answers.Add((actions, response));
    }

    private async Task RunAsync(RequestAction action, ITypedSession session, string key)
    {
        switch (action)
        {
            case RequestAction.SetOwn:
                _expected.Add(key);
                session.Set(key, Encoding.ASCII.GetBytes("1"));
                break;

            case RequestAction.Commit:
                await session.CommitAsync();
                break;

            case RequestAction.SignIn:
                ((Session)session).SignIn(new AuthenticatedUser("ada", "scheme"), expiry: null, isRefresh: false);
                break;

            case RequestAction.Abandon:
                session.Abandon();
                break;
        }
    }

    private async Task<BareResponse> SendAsync(SessionToken token, Func<ITypedSession, Task> handler)
    {
        var response = new BareResponse();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseFeature>(response);
        context.Request.Headers.Cookie = $"session={token.Reveal()}";
        await new TypedSessionMiddleware(
            async context =>
            {
                var session = (ITypedSession)context.Session;
                await session.LoadAsync();

                // Loading a session does not use it, so it keeps its id.
                _ = session.IsNew;
                await handler(session);
            },
            _site).InvokeAsync(context);
        await response.StartAsync();
        return response;
    }

    private void Check()
    {
        var live = _keys
            .Select(key => (Key: key, Record: ActorScheduler.Wait(() => _opened.Engine.LoadAsync(key, default))))
            .Where(static found => found.Record is { IsClosed: false })
            .ToArray();
        var all = _answers.SelectMany(static answer => answer.Actions).ToArray();
        if (all.Contains(RequestAction.Abandon))
        {
            // Other sessions are new or belong to a user who has signed in since, which an anonymous visitor cannot abandon.
            var left = live.Where(found => found.Record!.CreatedAt == _createdAt);
            Assert.All(left, static found => Assert.Equal("ada", found.Record!.Owner));
            return;
        }

        var (key, record) = Assert.Single(live);
        if (all.Contains(RequestAction.SignIn))
        {
            Assert.Equal("ada", record!.Owner);
            Assert.Equal("", Look(_first, out var cookie));
            Assert.Null(cookie);
            return;
        }

        Assert.All(_answers, static answer => Assert.Equal(StatusCodes.Status200OK, answer.Response.StatusCode));
        Assert.Equal(key, Assert.Single(_answers, static answer => answer.Response.Token is not null).Response.Key);
        var values = Show(_expected);
        Assert.Equal(values, Show(record!.Values.Select(static value => value.Key)));
        Assert.Equal(values, Look(_first, out var none));
        Assert.Null(none);
    }

    private string Look(SessionToken token, out string? cookie)
    {
        var shown = "";
        var response = ActorScheduler.Wait(() => new ValueTask<BareResponse>(SendAsync(token, session =>
        {
            shown = Show(session.Keys);
            return Task.CompletedTask;
        })));
        cookie = response.Token;
        return shown;
    }

    private static string Show(IEnumerable<string> keys)
        => string.Join(' ', keys.Where(static key => !ReservedKeys.IsReserved(key)).Order(StringComparer.Ordinal));

    /// <summary>An engine that pauses before every call and records the keys.</summary>
    private sealed class Gate(RenewalScenario scenario) : RecordingEngine(scenario._opened.Engine)
    {
        protected override async ValueTask<T> InvokeAsync<T>(RecordedCall call, Func<ISessionEngine, ValueTask<T>> operation)
        {
            await scenario._scheduler.PauseAsync(call.Name);
            scenario._keys.UnionWith([call.Key, call.NewKey]);
            return ActorScheduler.Wait(() => operation(Inner));
        }
    }
}
