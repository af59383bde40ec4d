using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>The token in the cookie: which tokens give access to a session.</summary>
public sealed class CookieTokenTests : CookieTest
{
    [Fact]
    public async Task A_token_has_43_characters_of_base64url_and_is_unique()
    {
        await using var site = await StartAsync();
        var tokens = new HashSet<string>();
        for (var i = 0; i < 100; i++)
        {
            using var browser = site.Open();
            await browser.ReadAsync("/set");
            Assert.Matches("^[A-Za-z0-9_-]{43}$", browser.Token);
            tokens.Add(browser.Token!);
        }

        Assert.Equal(100, tokens.Count);
    }

    [Fact]
    public async Task The_id_is_not_accepted_as_a_token()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        var id = await browser.ReadAsync("/id");
        Assert.Equal(id, await browser.ReadAsync("/id"));
        site.Engine.TakeCalls();

        using var thief = site.Open();
        thief.Cookies["__Host-session"] = id;

        Assert.Equal("none", await thief.ReadAsync("/get"));
        Assert.Empty(site.Engine.TakeCalls());
        Assert.True(SessionKey.TryParse(id, out var key));
        Assert.NotNull(await site.Engine.Inner.LoadAsync(key, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_unknown_token_is_never_adopted()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        var planted = new string('A', 43);
        browser.Cookies["__Host-session"] = planted;

        Assert.Equal("none", await browser.ReadAsync("/get"));
        await browser.ReadAsync("/set");

        Assert.NotEqual(planted, browser.Token);
        using var attacker = site.Open();
        attacker.Cookies["__Host-session"] = planted;
        Assert.Equal("none", await attacker.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_late_response_to_an_unknown_token_does_not_delete_the_cookie_of_a_login()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        var old = browser.Token!;
        await browser.ReadAsync("/login");

        var late = new HttpRequestMessage(HttpMethod.Get, "/get");
        late.Headers.Add(HeaderNames.Cookie, $"__Host-session={old}");
        using var response = await browser.SendAsync(late);

        Assert.Equal("none", await response.Content.ReadAsStringAsync());
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB")]
    public async Task A_cookie_that_cannot_be_a_token_is_deleted_when_the_session_is_used_and_not_before(string value)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        browser.Cookies["__Host-session"] = value;

        await browser.ReadAsync("/untouched");
        Assert.Equal(value, browser.Token);
        await browser.ReadAsync("/get");

        Assert.Null(browser.Token);
        Assert.Empty(site.Engine.TakeCalls());
    }

    [Fact]
    public async Task After_a_rotation_only_the_new_token_gives_access_to_the_values()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        using var thief = browser.Copy();

        var login = Assert.Single((await browser.GetAsync("/login")).SetCookies());

        Assert.NotEqual(thief.Token, login.Value);
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
        Assert.Equal("none", await thief.ReadAsync("/get"));
    }

    [Fact]
    public async Task After_a_logout_no_copy_of_the_cookie_gives_access_to_the_session()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        using var thief = browser.Copy();

        await browser.ReadAsync("/logout");

        Assert.Null(browser.Token);
        Assert.Equal("none", await thief.ReadAsync("/get"));
    }

    [Theory]
    [InlineData("nonsense", "good")]
    [InlineData("unknown", "good")]
    [InlineData("good", "unknown")]
    [InlineData("\"quoted\"", "good")]
    public async Task The_first_valid_cookie_of_the_name_is_used(string first, string second)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        string Value(string name) => name switch { "good" => browser.Token!, "unknown" => new string('A', 43), _ => name };

        var request = new HttpRequestMessage(HttpMethod.Get, "/get");
        request.Headers.Add(HeaderNames.Cookie, $"__Host-session={Value(first)}; theme=dark; __Host-session={Value(second)}");
        using var response = await browser.SendAsync(request);

        Assert.Equal("Ada", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task No_token_is_ever_logged()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        var tokens = new List<string?>();
        foreach (var path in new[] { "/set", "/get", "/login", "/set", "/id", "/logout", "/get" })
        {
            await browser.ReadAsync(path);
            tokens.Add(browser.Token);
        }

        Assert.DoesNotContain(
            site.Log.Entries, entry => tokens.Any(token => token is not null && entry.Text.Contains(token, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Values_set_after_a_logout_go_into_a_new_session()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        using var thief = browser.Copy();
        site.Engine.TakeCalls();

        await browser.ReadAsync("/relogin");

        Assert.Equal(["load", "create", "remove"], site.Engine.TakeCalls());
        Assert.Equal("Bob", await browser.ReadAsync("/get"));
        Assert.Equal("none", await thief.ReadAsync("/get"));
    }
}
