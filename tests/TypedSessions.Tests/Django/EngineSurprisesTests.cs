using Microsoft.AspNetCore.Http;
using TypedSessions.Dictionary;
using TypedSessions.Engines.Cache;
using TypedSessions.Engines.Files;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Cache;
using TypedSessions.Tests.Engines.CachedDatabase;
using TypedSessions.Tests.Http.Cookies;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Django;

/// <summary>The behaviour of this library where single engines of Django surprise.</summary>
public sealed class EngineSurprisesTests : SurprisesTest
{
    [Fact]
    public async Task E3_an_expiry_in_seconds_ends_a_session_in_a_file()
    {
        using var folder = new TempFolder();
        await using var site = await StartAsync(Files(folder), session =>
        {
            session.Expiry = SessionExpiry.Idle(TimeSpan.FromSeconds(300));
            return null;
        });
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        await browser.ReadAsync("/page");

        site.Clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
        site.Clock.Advance(TimeSpan.FromSeconds(301));

        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task E5_a_logged_out_session_cannot_be_read_from_the_cache()
    {
        await using var site = await StartAsync(CachedDatabaseAsync, session =>
        {
            session.Abandon();
            return null;
        });
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
        using var thief = browser.Copy();

        await browser.ReadAsync("/page");

        Assert.Equal("none", await thief.ReadAsync("/get"));
    }

    [Fact]
    public async Task E6_a_slow_request_does_not_restore_a_session_that_was_removed_from_the_cache()
    {
        TestSite? current = null;
        await using var site = current = await StartAsync(
            clock => ValueTask.FromResult<ISessionEngine>(new CacheSessionEngine(ProbedCache.InMemory(clock), clock)),
            session =>
            {
                session.Set("name", "Bob");
                Assert.True(SessionKey.TryParse(session.Id, out var key));
                Assert.True(current!.Engine.Inner.RemoveAsync(key, Cancel).AsTask().GetAwaiter().GetResult());
                return null;
            });
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        using var thief = browser.Copy();

        await browser.ReadAsync("/page");

        Assert.Equal("none", await browser.ReadAsync("/get"));
        Assert.Equal("none", await thief.ReadAsync("/get"));
    }

    [Fact]
    public async Task E7_a_missing_folder_fails_the_request()
    {
        using var folder = new TempFolder();
        await using var site = await StartAsync(Files(folder), _ => null);
        using var browser = site.Open();
        Directory.Delete(folder.GetPath("sessions"), recursive: true);

        using var response = await browser.GetAsync("/set");

        Assert.True((int)response.StatusCode >= 500);
        Assert.Empty(response.SetCookies());
    }

    [Fact]
    public async Task E8_loading_an_expired_file_creates_no_record()
    {
        using var folder = new TempFolder();
        await using var site = await StartAsync(Files(folder), _ => null);
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Clock.Advance(TimeSpan.FromDays(15));

        Assert.Equal("none", await browser.ReadAsync("/get"));

        Assert.DoesNotContain("create", site.Engine.Calls.Skip(1));
        Assert.Equal(0, await CountAsync(site));
    }

    [Fact]
    public async Task E15_a_value_has_one_type_whether_it_comes_from_the_cache_or_from_the_database()
    {
        await using var site = await StartAsync(CachedDatabaseAsync, session =>
        {
            var numbers = session.GetOrAdd("numbers", () => new Dictionary<int, decimal> { [1] = 1.50m });
            return FormattableString.Invariant($"{numbers[1]}");
        });
        using var browser = site.Open();
        var set = await browser.ReadAsync("/page");
        var cached = await browser.ReadAsync("/page");

        // Beyond the lifetime of a cached copy, so that the load reads the database.
        site.Clock.Advance(TimeSpan.FromMinutes(5));
        var stored = await browser.ReadAsync("/page");

        Assert.Equal("1.50", set);
        Assert.Equal((set, set), (cached, stored));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task E17_an_invalid_cookie_is_deleted_and_not_replaced_by_an_empty_session(string engine)
    {
        await using var site = await StartAsync(engine, _ => null);
        using var browser = site.Open();
        browser.Cookies["__Host-session"] = "e30:1abc:forged";

        using var response = await browser.GetAsync("/get");

        Assert.Equal("", Assert.Single(response.SetCookies()).Value.Value);
        Assert.Null(browser.Token);
        Assert.Equal(0, await CountAsync(site));
    }

    // The cookie engine corresponds to Django's signed cookies.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task E17_an_altered_sealed_cookie_is_deleted_and_not_replaced(bool renewsAlways)
    {
        await using var site = await CookieSite.StartAsync(options => options.RenewOnEveryRequest = renewsAlways);
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");
        var text = browser.Cookies[CookieSite.Name];
        browser.Cookies[CookieSite.Name] = text[..^10] + (text[^10] == 'A' ? 'B' : 'A') + text[^9..];

        using var response = await browser.GetAsync("/get?key=name");

        Assert.Equal("none", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("", Assert.Single(response.SetCookies()).Value.Value);
        Assert.Empty(browser.Cookies);
        using var next = await browser.GetAsync("/get?key=name");
        Assert.Empty(next.SetCookies());
    }

    private static Func<ManualClock, ValueTask<ISessionEngine>> Files(TempFolder folder)
        => clock => ValueTask.FromResult<ISessionEngine>(
            new FileSessionEngine(new FileEngineOptions { Path = folder.GetPath("sessions") }, clock));

    private ValueTask<ISessionEngine> CachedDatabaseAsync(ManualClock clock)
        => CachedSqlite.OpenAsync(Database, ProbedCache.InMemory(clock), clock);
}
