using TypedSessions.Documentation.Tests.Testing;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/from-aspnetcore.md")]
public sealed class FromAspNetCoreTests
{
    private const string UseSession = """
        app.MapGet("/set", (HttpContext context) => context.Session.SetString("user_name", "Ada"));
        app.MapGet("/get", (HttpContext context) => context.Session.GetString("user_name"));
        """;

    [Fact]
    [Paste("// was: UseSession()")]
    public async Task Code_that_is_written_against_ISession_works_as_before()
    {
        await using var site = await Project.RunAsync(UseSession);
        using var visitor = site.Open();
        using var response = await visitor.GetAsync("/set");
        Assert.Equal("Ada", await visitor.ReadAsync("/get"));
    }

    [Fact]
    [Paste("[SessionProperty(Key = \"user_name\")]")]
    [Paste("app.MapGet(\"/old\"")]
    public async Task Existing_code_and_a_model_share_the_keys()
    {
        await using var site = await Project.RunAsync(UseSession);
        using var visitor = site.Open();
        Assert.Equal("guest guest", $"{await visitor.ReadAsync("/old")} {await visitor.ReadAsync("/new")}");
        using var response = await visitor.GetAsync("/set");
        Assert.Equal("Ada Ada", $"{await visitor.ReadAsync("/old")} {await visitor.ReadAsync("/new")}");
    }

    [Fact]
    [Paste("CookieSecurePolicy.SameAsRequest")]
    public async Task A_site_over_plain_HTTP_has_a_cookie_that_browsers_accept()
    {
        await using var site = await Project.RunAsync(new SiteSettings { Environment = "Production", Probe = UseSession });
        using var visitor = site.Open();
        using var response = await visitor.GetAsync("/set");
        var cookie = Assert.Single(response.SetCookies());
        Assert.Equal(("session", false), (cookie.Name.ToString(), cookie.Secure));
    }

    [Fact]
    [Paste("options.Cookie.Name = \"__Host-shop\"")]
    public async Task An_application_has_its_own_cookie_name()
    {
        await using var site = await Project.RunAsync(new SiteSettings { Environment = "Production", Probe = UseSession });
        using var visitor = site.Open();
        using var response = await visitor.GetAsync("/set");
        Assert.Equal("__Host-shop", Assert.Single(response.SetCookies()).Name.ToString());
    }

    [Fact]
    [Paste("context.Session.SetInt32(\"UserId\", id)")]
    public async Task A_login_of_the_application_gets_a_new_id_and_ends_at_the_logout()
    {
        await using var site = await Project.RunAsync(
            UseSession + "app.MapGet(\"/user\", (HttpContext context) => context.Session.GetInt32(\"UserId\"));");
        using var visitor = site.Open();
        await visitor.ReadAsync("/set");
        using var before = visitor.Copy();
        await visitor.PostAsync("/login/42");
        Assert.Equal(("42", "Ada"), (await visitor.ReadAsync("/user"), await visitor.ReadAsync("/get")));
        Assert.Equal("null", await before.ReadAsync("/user"));
        using var after = visitor.Copy();
        await visitor.PostAsync("/logout");
        Assert.Equal(("null", "null"), (await visitor.ReadAsync("/user"), await after.ReadAsync("/user")));
    }
}
