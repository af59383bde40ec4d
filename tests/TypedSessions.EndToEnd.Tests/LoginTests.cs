using System.Net;

namespace TypedSessions.EndToEnd.Tests;

public sealed class LoginTests(TutorialSite site)
{
    [Fact]
    public async Task The_form_redirects_to_a_greeting_that_persists()
    {
        using var visitor = new Visitor(site);

        var form = await visitor.GetAsync("/myapp/connection/");
        var greeting = await visitor.SignInAsync("Ada");

        Assert.Contains("action=\"/myapp/login/\"", form.Html);
        Assert.Equal(HttpStatusCode.OK, greeting.Status);
        Assert.Equal("Welcome, Ada. You are logged in.", greeting.Says);
        Assert.Equal("Welcome back, Ada. You are logged in.", (await visitor.GetAsync("/myapp/connection/")).Says);
    }

    [Fact]
    public async Task After_the_login_only_the_new_cookie_gives_access_to_the_values()
    {
        using var visitor = new Visitor(site);
        await visitor.GetAsync("/set/");
        var before = visitor.Token!;

        await visitor.SignInAsync("Ada");

        Assert.NotEqual(before, visitor.Token);
        Assert.Equal("Name: Bipasha\nLast name: Codedec", (await visitor.GetAsync("/get/")).Says);

        using var thief = Visitor.WithToken(site, before);
        Assert.Equal("Name: (not set)\nLast name: (not set)", (await thief.GetAsync("/get/")).Says);
        Assert.Contains("<form", (await thief.GetAsync("/myapp/connection/")).Html);
    }

    [Fact]
    public async Task After_the_logout_no_cookie_of_the_session_gives_access_to_it()
    {
        using var visitor = new Visitor(site);
        await visitor.GetAsync("/set/");
        var before = visitor.Token!;
        await visitor.SignInAsync("Ada");
        var after = visitor.Token!;

        Assert.Equal("You are logged out.", (await visitor.GetAsync("/myapp/logout/")).Says);

        Assert.Null(visitor.Token);
        foreach (var token in new[] { before, after })
        {
            using var thief = Visitor.WithToken(site, token);
            Assert.Contains("<form", (await thief.GetAsync("/myapp/connection/")).Html);
            Assert.Equal("Name: (not set)\nLast name: (not set)", (await thief.GetAsync("/get/")).Says);
        }
    }

    [Fact]
    public async Task Logging_out_without_a_login_succeeds()
    {
        using var visitor = new Visitor(site);

        var reply = await visitor.GetAsync("/myapp/logout/");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("You are logged out.", reply.Says);
    }

    [Fact]
    public async Task A_login_without_an_antiforgery_token_is_refused()
    {
        using var visitor = new Visitor(site);
        await visitor.GetAsync("/myapp/connection/");

        var reply = await visitor.PostAsync("/myapp/login/", ("username", "Ada"), ("password", "x"));

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Contains("This form cannot be accepted", reply.Html);
        Assert.Null(visitor.Token);
    }

    [Fact]
    public async Task A_login_with_the_antiforgery_token_of_another_user_is_refused()
    {
        using var visitor = new Visitor(site);
        using var other = new Visitor(site);
        await visitor.GetAsync("/myapp/connection/");
        var foreign = (await other.GetAsync("/myapp/connection/")).AntiforgeryToken;

        var reply = await visitor.PostAsync("/myapp/login/", ("username", "Ada"), ("__RequestVerificationToken", foreign));

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    public async Task A_login_without_a_name_is_refused(string? name)
    {
        using var visitor = new Visitor(site);

        var fields = name is null ? [("password", "x")] : new[] { ("username", name), ("password", "x") };
        var reply = await visitor.FillInAsync("/myapp/connection/", "/myapp/login/", fields);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Null(visitor.Token);
    }

    [Fact]
    public async Task A_name_that_would_fill_the_database_is_refused()
    {
        using var visitor = new Visitor(site);

        var reply = await visitor.SignInAsync(new string('x', 1_000_000));

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Contains("1 to 64 characters", reply.Html);
    }

    [Fact]
    public async Task A_name_is_shown_as_text_whatever_is_in_it()
    {
        using var visitor = new Visitor(site);

        var reply = await visitor.SignInAsync("<script>alert('O’Hara & \"sons\"')</script>");

        Assert.Equal("Welcome, <script>alert('O’Hara & \"sons\"')</script>. You are logged in.", reply.Says);
        Assert.DoesNotContain("<script", reply.Html);
    }

    [Fact]
    public async Task The_password_is_not_kept()
    {
        using var visitor = new Visitor(site);

        await visitor.SignInAsync("Ada");

        Assert.Equal(["username = Ada"], (await visitor.GetAsync("/inspect/")).StoredValues);
    }
}
