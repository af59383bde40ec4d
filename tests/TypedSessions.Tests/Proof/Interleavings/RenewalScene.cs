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
internal sealed class RenewalScene
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

    private readonly Stage _stage;
    private readonly OpenedEngine _opened;
    private readonly SessionHttpServices _site;
    private readonly DateTimeOffset _createdAt;
    private readonly SessionToken _first = SessionToken.New();
    private readonly HashSet<SessionKey> _keys = [];
    private readonly HashSet<string> _expected = ["rest"];
    private readonly List<(Act[] Acts, BareResponse Response)> _answers = [];

    public RenewalScene(Stage stage, OpenedEngine opened)
    {
        (_stage, _opened) = (stage, opened);
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
        Assert.True(Stage.Wait(() => opened.Engine.CreateAsync(_first.Key, record, default)));
        _keys.Add(_first.Key);
    }

    /// <summary>Runs requests concurrently and checks their results.</summary>
    public void Play(params ReadOnlySpan<Act[]> requests)
    {
        for (var number = 0; number < requests.Length; number++)
        {
            var (acts, actor) = (requests[number], number);
            _stage.Enter($"{(char)('A' + actor)} ({string.Join(", ", acts)})", () => RequestAsync(actor, acts));
        }

        _stage.Play();
        Check();
    }

    private async Task RequestAsync(int number, Act[] acts)
    {
        var response = await SendAsync(_first, async session =>
        {
            for (var step = 0; step < acts.Length; step++)
            {
                await PlayAsync(acts[step], session, $"{number}.{step}");
            }
        });
        _answers.Add((acts, response));
    }

    private async Task PlayAsync(Act act, ITypedSession session, string key)
    {
        switch (act)
        {
            case Act.SetOwn:
                _expected.Add(key);
                session.Set(key, Encoding.ASCII.GetBytes("1"));
                break;

            case Act.Commit:
                await session.CommitAsync();
                break;

            case Act.SignIn:
                ((Session)session).SignIn(new AuthenticatedUser("ada", "scheme"), expiry: null, isRefresh: false);
                break;

            case Act.Abandon:
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
            .Select(key => (Key: key, Record: Stage.Wait(() => _opened.Engine.LoadAsync(key, default))))
            .Where(static found => found.Record is { IsClosed: false })
            .ToArray();
        var all = _answers.SelectMany(static answer => answer.Acts).ToArray();
        if (all.Contains(Act.Abandon))
        {
            // Other sessions are new or belong to a user who has signed in since, which an anonymous visitor cannot abandon.
            var left = live.Where(found => found.Record!.CreatedAt == _createdAt);
            Assert.All(left, static found => Assert.Equal("ada", found.Record!.Owner));
            return;
        }

        var (key, record) = Assert.Single(live);
        if (all.Contains(Act.SignIn))
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
        var response = Stage.Wait(() => new ValueTask<BareResponse>(SendAsync(token, session =>
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
    private sealed class Gate(RenewalScene scene) : RecordingEngine(scene._opened.Engine)
    {
        protected override async ValueTask<T> InvokeAsync<T>(RecordedCall call, Func<ISessionEngine, ValueTask<T>> operation)
        {
            await scene._stage.PauseAsync(call.Name);
            scene._keys.UnionWith([call.Key, call.NewKey]);
            return Stage.Wait(() => operation(Inner));
        }
    }
}
