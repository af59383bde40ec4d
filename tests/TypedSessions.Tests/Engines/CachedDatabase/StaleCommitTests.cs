using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Engines.Memory;
using TypedSessions.Tests.Engines.Cache;
using TypedSessions.Tests.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.CachedDatabase;

/// <summary>Commits that are based on a stale copy, on two sites with a database and separate caches.</summary>
public sealed class StaleCommitTests : IAsyncLifetime
{
    private MemorySessionEngine? _records;
    private TestSite _first = null!;
    private TestSite _second = null!;
    private Browser _browser = null!;
    private Browser _other = null!;

    public async ValueTask InitializeAsync()
    {
        (_first, _second) = (await StartAsync(), await StartAsync());
        _browser = _first.Open();
        await _browser.ReadAsync("/set?value=one");
        _other = _browser.MoveTo(_second.Address);
        Assert.Equal("one", await _other.ReadAsync("/show"));
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        _other.Dispose();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Theory]
    [InlineData("/set?value=one")]
    [InlineData("/typed?value=one")]
    [InlineData("/typed-twice?value=one")]
    public async Task A_value_that_equals_the_stale_copy_is_stored(string path)
    {
        await _browser.ReadAsync("/set?value=two");
        Assert.Equal("one", await _other.ReadAsync("/show"));

        await _other.ReadAsync(path);

        Assert.Equal("one", await _browser.ReadAsync("/fresh"));
    }

    [Theory]
    [InlineData("/remove")]
    [InlineData("/typed-remove")]
    [InlineData("/clear")]
    public async Task A_key_that_the_stale_copy_lacks_is_removed(string path)
    {
        await _browser.ReadAsync("/remove");
        _first.Clock.Advance(new CachedDatabaseOptions().MaxStaleness);
        _second.Clock.Advance(new CachedDatabaseOptions().MaxStaleness);
        Assert.Equal("", await _other.ReadAsync("/show"));
        await _browser.ReadAsync("/set?value=two");
        Assert.Equal("", await _other.ReadAsync("/show"));

        await _other.ReadAsync(path);

        Assert.Equal("", await _browser.ReadAsync("/fresh"));
    }

    [Fact]
    public async Task An_expiry_that_equals_the_stale_copy_is_stored()
    {
        await _browser.ReadAsync("/expire?minutes=5");

        await _other.ReadAsync("/expire?minutes=0");

        await _browser.ReadAsync("/fresh");
        Assert.Equal("Default", await _browser.ReadAsync("/expiry"));
    }

    [Fact]
    public async Task Setting_an_equal_value_in_a_session_that_another_node_ended_returns_Gone()
    {
        await _browser.ReadAsync("/abandon");
        Assert.Equal("one", await _other.ReadAsync("/show"));

        Assert.Equal("gone", await _other.ReadAsync("/commit?value=one"));

        Assert.Equal("", await _other.ReadAsync("/show"));
    }

    [Fact]
    public async Task Requests_that_only_read_cost_no_write()
    {
        _second.Engine.TakeCalls();
        await _other.ReadAsync("/show");
        await _other.ReadAsync("/model");
        Assert.Equal(["load", "load"], _second.Engine.TakeCalls());
    }

    [Fact]
    public async Task A_key_that_is_set_and_removed_does_not_begin_a_session()
    {
        using var visitor = _first.Open();
        await visitor.ReadAsync("/remove");
        Assert.Null(visitor.Token);
    }

    private static ITypedSession Typed(ISession session) => (ITypedSession)session;

    private Task<TestSite> StartAsync() => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/show", (HttpContext context) => context.Session.GetString("Name") ?? "");
            app.MapGet("/model", (CounterSession session) => $"{session.Name} {session.Lines.Count}");
            app.MapGet("/fresh", async (ISession session) =>
            {
                session.SetInt32("number", 1);
                await Typed(session).CommitAsync();
                return session.GetString("Name") ?? "";
            });
            app.MapGet("/set", (HttpContext context, string value) => context.Session.SetString("Name", value));
            app.MapGet("/typed", (CounterSession session, string value) => session.Name = value);
            app.MapGet("/typed-twice", (CounterSession session, string value) => session.Name = session.Name == value ? value : "other");
            app.MapGet("/remove", (HttpContext context) => context.Session.Remove("Name"));
            app.MapGet("/typed-remove", (CounterSession session) => { session.Name = null; });
            app.MapGet("/clear", (HttpContext context) => context.Session.Clear());
            app.MapGet(
                "/owner", (ISession session, string? value) => value is null ? Typed(session).Owner ?? "" : Typed(session).Owner = value);
            app.MapGet("/expiry", (ISession session) => Typed(session).Expiry == SessionExpiry.Default ? "Default" : "other");
            app.MapGet("/expire", (ISession session, int minutes)
                => Typed(session).Expiry = minutes == 0 ? SessionExpiry.Default : SessionExpiry.Idle(TimeSpan.FromMinutes(minutes)));
            app.MapGet("/abandon", (ISession session) => Typed(session).Abandon());
            app.MapGet("/commit", async (ISession session, string value) =>
            {
                session.SetString("Name", value);
                await Typed(session).CommitAsync();
                return session is TypedSessions.Sessions.Session { IsGone: true } ? "gone" : "stored";
            });
        },
        services: (_, sessions) => sessions.AddModel<CounterSession>(),
        engine: clock =>
        {
            _records ??= new MemorySessionEngine(clock);
            return ValueTask.FromResult<TypedSessions.Storage.ISessionEngine>(
                new CachedDatabaseSessionEngine(_records, ProbedCache.InMemory(clock), clock));
        });
}
