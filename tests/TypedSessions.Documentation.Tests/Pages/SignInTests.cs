using System.Net;
using TypedSessions.Documentation.Tests.Testing;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/expiry-and-sign-in.md")]
public sealed class SignInTests
{
    private const string SignIn = "app.MapPost(\"/logout\"";

    private const string UseSession = """
        app.MapGet("/set", (HttpContext context) => context.Session.SetInt32("visits", 1));
        app.MapGet("/get", (HttpContext context) => $"{context.Session.GetInt32("visits") ?? 0}");
        app.MapGet("/user", (HttpContext context) => context.User.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? "guest");
        """;

    [Fact]
    [Paste(SignIn)]
    public async Task A_login_gets_a_new_id_and_keeps_the_values_and_a_logout_ends_the_session()
    {
        await using var site = await Project.RunAsync(UseSession);
        using var visitor = site.Open();
        await visitor.GetAsync("/set");
        var before = visitor.Token;
        await visitor.PostAsync("/login/ada");
        Assert.NotEqual(before, visitor.Token);
        Assert.Equal("1", await visitor.ReadAsync("/get"));
        Assert.Single(await site.Sessions.FindByOwnerAsync("ada").ToListAsync(TestContext.Current.CancellationToken));
        await visitor.PostAsync("/logout");
        Assert.Empty(visitor.Cookies);
    }

    [Fact]
    [Paste(SignIn)]
    public async Task Another_user_of_the_same_browser_gets_a_new_session()
    {
        await using var site = await Project.RunAsync(UseSession);
        using var visitor = site.Open();
        await visitor.PostAsync("/login/ada");
        await visitor.GetAsync("/set");
        await visitor.PostAsync("/login/bob");
        Assert.Equal("0", await visitor.ReadAsync("/get"));
    }

    [Fact]
    [Paste(SignIn)]
    [Paste("app.MapPost(\"/account/log-out-everywhere\"")]
    public async Task All_sessions_of_a_user_end_and_the_logins_stay()
    {
        await using var site = await Project.RunAsync(UseSession);
        using var visitor = site.Open();
        using var elsewhere = site.Open();
        await visitor.PostAsync("/login/ada");
        await elsewhere.PostAsync("/login/ada");
        await elsewhere.GetAsync("/set");
        using var response = await visitor.PostAsync("/account/log-out-everywhere");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("0", await elsewhere.ReadAsync("/get"));
        Assert.Equal("ada", await elsewhere.ReadAsync("/user"));
    }

    [Fact]
    [Paste(SignIn)]
    [Paste(".KeepTicketsInSession();")]
    [Paste("app.MapPost(\"/account/log-out-everywhere\"")]
    public async Task Logins_with_their_tickets_in_the_session_end_with_it()
    {
        await using var site = await Project.RunAsync(UseSession);
        using var visitor = site.Open();
        using var elsewhere = site.Open();
        await visitor.PostAsync("/login/ada");
        await elsewhere.PostAsync("/login/ada");
        await visitor.PostAsync("/account/log-out-everywhere");
        Assert.Equal("guest", await elsewhere.ReadAsync("/user"));
    }

    [Fact]
    [Paste(".KeepTicketsInSession();")]
    [Paste("options.ExpireTimeSpan = TimeSpan.FromDays(30)")]
    public async Task A_persistent_login_uses_the_lifetime_of_the_scheme()
    {
        var settings = new SiteSettings { Clock = new ManualClock(), Probe = $$"""
            using System.Security.Claims;
            using Microsoft.AspNetCore.Authentication;

            app.MapPost("/login/{name}", (HttpContext context, string name) => context.SignInAsync(
                new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, name)], "Cookies")),
                new AuthenticationProperties { IsPersistent = true }));
            {{UseSession}}
            """ };
        await using var site = await Project.RunAsync(settings);
        using var visitor = site.Open();
        await visitor.PostAsync("/login/ada");
        settings.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal("ada", await visitor.ReadAsync("/user"));
        settings.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal("guest", await visitor.ReadAsync("/user"));
    }
}
