using System.Diagnostics.Metrics;
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
/// A browser with a session, and a site without a server but with the real middleware and engine. Requests and events run concurrently.
/// The values that requests read, their responses and the stored sessions must be as promised.
/// </summary>
internal sealed class Scenario
{
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromDays(14);

    /// <summary>The key of a list that is merged.</summary>
    public const string List = "merging.Lines";

    /// <summary>The key of a number whose differences are added.</summary>
    public const string Number = "merging.Visits";

    /// <summary>The key of a value that several requests change.</summary>
    public const string Shared = "shared";

    /// <summary>The first element of the list.</summary>
    public const string FirstElement = "0";

    private static readonly IServiceProvider Services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private static readonly IServiceScopeFactory Scopes = Services.GetRequiredService<IServiceScopeFactory>();
    private static readonly SessionMetrics Metrics = new(Services.GetRequiredService<IMeterFactory>(), TimeProvider.System);
    private static readonly CookieBuilder Cookie = new() { Name = "session", HttpOnly = true, Path = "/" };

    // No timeout, because the clock advances while calls wait.
    private static readonly TypedSessionsOptions Options = new()
    {
        IdleTimeout = IdleTimeout,
        MaxSize = 4096,
        AllowSynchronousLoad = false,
        EngineTimeout = Timeout.InfiniteTimeSpan,
        RejectWhenGone = true,
    };

    private readonly ActorScheduler _scheduler;
    private readonly Promises _promises;
    private readonly Browser _browser;
    private readonly SessionKey _first;

    public Scenario(ActorScheduler scheduler, OpenedEngine opened, bool pausesBeforeAnswers, bool pausesBeforeArrivals)
    {
        _scheduler = scheduler;
        (Engine, Clock) = (opened.Engine, opened.Clock);
        Reference = new ReferenceEngine(Clock);
        PausesBeforeAnswers = pausesBeforeAnswers;
        PausesBeforeArrivals = pausesBeforeArrivals;
        _promises = new Promises(Clock);
        var token = SessionToken.New();
        _first = token.Key;
        _browser = new Browser(_promises, token);
        Store(_first);
    }

    public ISessionEngine Engine { get; }

    public ManualClock Clock { get; }

    /// <summary>The engine whose results <see cref="Engine"/> must return.</summary>
    public ReferenceEngine Reference { get; }

    public bool PausesBeforeAnswers { get; }

    public bool PausesBeforeArrivals { get; }

    /// <summary>Runs scripts concurrently.</summary>
    /// <returns>The browser with its received responses.</returns>
    public Browser Run(params ReadOnlySpan<Script> scripts)
    {
        for (var number = 0; number < scripts.Length; number++)
        {
            var (script, actor) = (scripts[number], number);
            _scheduler.Start($"{(char)('A' + actor)} ({script.Name})", () => script.RunAsync(this, actor));
        }

        _scheduler.Run();
        CheckWhatIsStored();
        _browser.Check(everyOrder: !PausesBeforeArrivals);
        return _browser;
    }

    public async Task RequestAsync(int number, RequestAction[] actions)
    {
        if (PausesBeforeArrivals)
        {
            await _scheduler.PauseAsync("start");
        }

        var request = new PromisedRequest(_promises, Clock);
        var sessions = NewServices(request);
        var site = new SessionHttpServices(sessions, new TokenCookie(Cookie, sessions), Scopes);
        var response = new BareResponse();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseFeature>(response);
        context.Request.Headers.Cookie = _browser.Cookie;
        await new TypedSessionMiddleware(_ => RequestActionRunner.RunAsync(context, request, number, actions), site).InvokeAsync(context);
        await response.StartAsync();
        ResponseCheck.Check(response, request, _promises, fails: actions.Contains(RequestAction.Fail));
        if (PausesBeforeArrivals)
        {
            await _scheduler.PauseAsync("the answer arrives");
        }

        _browser.Take(response, request);
    }

    public async Task PassAsync(TimeSpan time)
    {
        await _scheduler.PauseAsync($"{time} pass");
        Clock.Advance(time);
    }

    public async Task PassAndClearAsync(TimeSpan time)
    {
        await PassAsync(time);
        await new GatedEngine(_scheduler, this, new PromisedRequest(_promises, Clock)).RemoveExpiredAsync(10, default);
    }

    public async Task RevokeAsync()
    {
        var admin = new PromisedRequest(_promises, Clock);
        admin.EndAll(_first);
        await new SessionManager(NewServices(admin), Scopes).RemoveAsync(_first, default);
    }

    private SessionServices NewServices(PromisedRequest request)
        => new(
            new TokenTransport(
                new InstrumentedSessionEngine(new GatedEngine(_scheduler, this, request), Metrics, Clock, Options.EngineTimeout)),
            Options,
            Clock,
            NullLogger.Instance,
            Metrics,
            new SessionAudit(NullLogger.Instance, Metrics));

    private void CheckWhatIsStored()
    {
        foreach (var key in _promises.Keys)
        {
            var stored = ActorScheduler.Wait(() => Engine.LoadAsync(key, default));
            ResultFormatter.AssertEqual(_promises.Show(key), stored is null ? null : ResultFormatter.FormatStored(stored));
        }

        foreach (var end in _promises.Ends.Where(end => !end.IsPartial))
        {
            Assert.DoesNotContain(_promises.Chain(end.Key), key => _promises.Find(key) is { } session && end.MayEnd(session));
        }
    }

    // Two days old, so that reading it stores a new expiry.
    private void Store(SessionKey key)
    {
        var now = Clock.GetUtcNow();
        var age = TimeSpan.FromDays(2);
        var list = $$"""[{"Product":"{{FirstElement}}","Count":0}]""";
        var values = Values((Shared, "0"), ("rest", "0"), (List, list), (Number, "\0\0\0\0"));
        var record = new SessionRecord { Values = values, CreatedAt = now - age, ExpiresAt = now - age + IdleTimeout };
        Assert.True(ActorScheduler.Wait(() => Engine.CreateAsync(key, record, default)));
        Assert.True(ActorScheduler.Wait(() => Reference.CreateAsync(key, record, default)));
        _promises.Begin(
            key,
            new PromisedSession
            {
                Values = new() { [Shared] = "0", ["rest"] = "0", [List] = FirstElement, [Number] = "0" },
                Window = IdleTimeout,
                ExpiresAt = record.ExpiresAt,
            });
    }
}

/// <summary>An engine and its clock.</summary>
internal sealed record OpenedEngine(ISessionEngine Engine, ManualClock Clock);
