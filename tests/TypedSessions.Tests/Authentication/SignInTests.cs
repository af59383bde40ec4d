using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>The automatic effects of logins and logouts of every style on the session.</summary>
public sealed class SignInTests
{
    public static TheoryData<string> Styles => [.. LoginSite.Styles];

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task A_planted_token_gives_access_to_nothing_after_the_login(string style)
    {
        await using var site = await LoginSite.StartAsync(style);
        using var attacker = site.Open();
        await attacker.ReadAsync("/set/bait");
        using var victim = attacker.Copy();

        await victim.LoginAsync("ada");
        await victim.ReadAsync("/set/jewels");

        Assert.NotEqual(attacker.Token, victim.Token);
        Assert.Equal("none", await attacker.ReadAsync("/get"));
        Assert.Equal("nobody", await attacker.ReadAsync("/owner"));
        Assert.Equal("jewels", await victim.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task A_forged_token_is_not_adopted_by_the_login(string style)
    {
        await using var site = await LoginSite.StartAsync(style);
        using var victim = site.Open();
        victim.Cookies["__Host-session"] = new string('A', 43);
        using var attacker = victim.Copy();

        await victim.LoginAsync("ada");

        Assert.NotEqual(attacker.Token, victim.Token);
        Assert.Equal("nobody", await attacker.ReadAsync("/owner"));
        Assert.Equal("id-ada", await victim.ReadAsync("/owner"));
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task Values_from_before_the_login_stay_and_belong_to_the_user(string style)
    {
        await using var site = await LoginSite.StartAsync(style);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");

        await browser.LoginAsync("ada");

        Assert.Equal("ada", await browser.ReadAsync("/me"));
        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.Equal("id-ada", await browser.ReadAsync("/owner"));
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task Another_user_does_not_get_values_of_the_previous_one(string style)
    {
        await using var site = await LoginSite.StartAsync(style);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/book");
        using var left = browser.Copy();

        await browser.LoginAsync("bob");

        Assert.Equal("none", await browser.ReadAsync("/get"));
        Assert.Equal("id-bob", await browser.ReadAsync("/owner"));
        Assert.Equal("none", await left.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task A_repeated_login_of_the_same_user_keeps_the_values_under_a_new_id(string style)
    {
        await using var site = await LoginSite.StartAsync(style);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/book");
        var token = browser.Token;

        await browser.LoginAsync("ada");

        Assert.NotEqual(token, browser.Token);
        Assert.Equal("book", await browser.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task A_logout_ends_the_session(string style)
    {
        await using var site = await LoginSite.StartAsync(style);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/book");
        using var thief = browser.Copy();

        await browser.ReadAsync("/logout");

        Assert.Null(browser.Token);
        Assert.Equal("none", await thief.ReadAsync("/get"));
        Assert.Equal("nobody", await thief.ReadAsync("/owner"));
    }

    [Fact]
    public async Task A_login_whose_request_fails_changes_nothing()
    {
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        var token = browser.Token;

        using var response = await browser.GetAsync("/fail/ada");
        browser.Cookies.Remove(".AspNetCore.Cookies");

        Assert.Equal(token, browser.Token);
        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.Equal("nobody", await browser.ReadAsync("/owner"));
    }

    [Fact]
    public async Task An_application_that_configures_it_itself_is_not_changed()
    {
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie, options => options.SignIn.Enabled = false);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        var token = browser.Token;

        await browser.LoginAsync("ada");
        await browser.ReadAsync("/logout");

        Assert.Equal(token, browser.Token);
        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.Equal("nobody", await browser.ReadAsync("/owner"));
    }

    [Fact]
    public async Task The_owner_can_be_set_by_the_application()
    {
        await using var site = await LoginSite.StartAsync(
            LoginSite.Cookie, options => options.SignIn.GetOwner = user => $"tenant/{user.Identity!.Name}");
        using var browser = site.Open();

        await browser.LoginAsync("ada");

        Assert.Equal("tenant/ada", await browser.ReadAsync("/owner"));
    }

    [Theory]
    [InlineData(null, "book", "id-ada")]
    [InlineData("side", "none", "id-eve")]
    public async Task Another_scheme_only_gives_a_new_id_unless_it_is_named(string? named, string cart, string owner)
    {
        await using var site = await TestSite.StartAsync(
            app =>
            {
                app.MapGet("/set", (HttpContext context) =>
                {
                    context.Session.SetString("cart", "book");
                    context.Session.Owner = "id-ada";
                });
                app.MapGet("/get", (HttpContext context) => $"{context.Session.GetString("cart") ?? "none"} {context.Session.Owner}");
                app.MapGet("/side", (HttpContext context) => context.SignInAsync("side", new ClaimsPrincipal(
                    new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "id-eve")], "side"))));
            },
            options => options.SignIn.Schemes.UnionWith(named is null ? [] : [named]),
            (services, _) => services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie().AddCookie("side"));
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        var token = browser.Token;

        await browser.ReadAsync("/side");

        Assert.NotEqual(token, browser.Token);
        Assert.Equal($"{cart} {owner}", await browser.ReadAsync("/get"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_does_not_matter_whether_authentication_or_sessions_are_added_first(bool isAuthenticationFirst)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (isAuthenticationFirst)
        {
            builder.Services.AddAuthentication("custom").AddScheme<AuthenticationSchemeOptions, CustomHandler>("custom", null);
        }

        builder.Services.AddTypedSessions().UseMemory();
        builder.Services.AddTypedSessions();
        if (!isAuthenticationFirst)
        {
            builder.Services.AddAuthentication("custom").AddScheme<AuthenticationSchemeOptions, CustomHandler>("custom", null);
        }

        await using var app = builder.Build();
        app.UseTypedSessions();
        app.MapGet("/login", (HttpContext context) => context.SignInAsync(LoginSite.GetPrincipal("ada", "custom")));
        app.MapGet("/owner", (ISession session) => session.Owner);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var browser = new Browser(new Uri(app.Urls.First()));

        await browser.ReadAsync("/login");

        Assert.Equal("ada", browser.Cookies["who"]);
        Assert.Equal("id-ada", await browser.ReadAsync("/owner"));
    }

    [Fact]
    public async Task Without_authentication_a_sign_in_throws_and_names_what_is_missing()
    {
        Exception? thrown = null;
        await using var site = await TestSite.StartAsync(app => app.MapGet(
            "/login",
            async (HttpContext context) => thrown = await Record.ExceptionAsync(() => context.SignInAsync(new ClaimsPrincipal()))));
        using var browser = site.Open();

        await browser.ReadAsync("/login");

        Assert.Contains("AddAuthentication", Assert.IsType<InvalidOperationException>(thrown).Message, StringComparison.Ordinal);
    }
}
