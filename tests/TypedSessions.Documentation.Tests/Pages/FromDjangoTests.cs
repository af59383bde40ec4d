using System.Text.Json;
using Microsoft.Net.Http.Headers;
using TypedSessions.Documentation.Tests.Testing;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/from-django.md")]
public sealed class FromDjangoTests
{
    [Fact]
    [Paste("app.MapPost(\"/login/{name}\"")]
    public async Task A_login_gets_a_new_id_and_ends_after_twenty_minutes()
    {
        var settings = new SiteSettings
        {
            Clock = new ManualClock(),
            Probe = """app.MapGet("/user", (ShopSession shop) => shop.UserName ?? "guest");""",
        };
        await using var site = await Project.RunAsync(settings);
        using var visitor = site.Open();
        await visitor.PostAsync("/login/bob");
        using var before = visitor.Copy();
        await visitor.PostAsync("/login/ada");
        Assert.Equal("ada", await visitor.ReadAsync("/user"));
        Assert.Equal("guest", await before.ReadAsync("/user"));
        settings.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal("guest", await visitor.ReadAsync("/user"));
    }

    [Fact]
    [Paste("builder.Configuration.GetSection(\"Sessions\")")]
    public async Task The_options_are_settings_of_the_configuration()
    {
        var settings = new SiteSettings
        {
            Environment = "Production",
            Probe = """app.MapGet("/set", (HttpContext context) => context.Session.SetInt32("visits", 1));""",
        };
        var json = MarkdownPage.Read("docs/from-django.md").FindBlock("\"IdleTimeout\"").Text;
        await File.WriteAllTextAsync(settings.GetPath("appsettings.json"), json, TestContext.Current.CancellationToken);
        await using var site = await Project.RunAsync(settings);
        using var visitor = site.Open();
        using var response = await visitor.GetAsync("/set");
        var cookie = Assert.Single(response.SetCookies());
        Assert.Equal(("__Host-shop", SameSiteMode.Strict, TimeSpan.FromDays(14)), (cookie.Name.ToString(), cookie.SameSite, cookie.MaxAge));
    }

    [Fact]
    [Paste("builder.Configuration.GetSection(\"Sessions\")")]
    public async Task A_setting_that_does_not_exist_stops_the_application_at_start()
    {
        var settings = new SiteSettings { Arguments = ["--Sessions:IdelTimeout", "14.00:00:00"] };
        var stopped = await Assert.ThrowsAnyAsync<Exception>(() => Project.RunAsync(settings));
        Assert.Contains("IdelTimeout", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Paste("app.MapGet(\"/verbs\"")]
    public async Task The_methods_do_what_the_comments_state()
    {
        await using var site = await Project.RunAsync();
        using var visitor = site.Open();
        Assert.Equal("Ada! 3", await visitor.ReadAsync("/verbs"));
    }

    [Fact]
    [Paste("app.MapGet(\"/expiry\"")]
    public async Task A_session_has_its_own_expiry()
    {
        var settings = new SiteSettings
        {
            Clock = new ManualClock(),
            Probe = """app.MapGet("/set", (HttpContext context) => context.Session.SetInt32("visits", 1));""",
        };
        await using var site = await Project.RunAsync(settings);
        using var visitor = site.Open();
        using var response = await visitor.GetAsync("/set");
        using var expiry = JsonDocument.Parse(await visitor.ReadAsync("/expiry"));
        Assert.Equal("14.00:00:00", expiry.RootElement.GetProperty("left").GetString());
        Assert.Equal(settings.Clock.GetUtcNow().AddDays(14), expiry.RootElement.GetProperty("end").GetDateTimeOffset());
    }

    [Fact]
    [Paste("app.MapPost(\"/jobs/{id}\"")]
    public async Task A_job_changes_a_session_by_its_id()
    {
        await using var site = await Project.RunAsync("""
            app.MapGet("/set", (HttpContext context) => { context.Session.SetInt32("visits", 1); return context.Session.Id; });
            app.MapGet("/lines", (HttpContext context) => string.Join(", ", context.Session.As<ShopSession>().Lines));
            """);
        using var visitor = site.Open();
        var id = await visitor.ReadAsync("/set");
        using var job = site.Open();
        await job.PostAsync($"/jobs/{id}");
        Assert.Equal("from a job", await visitor.ReadAsync("/lines"));
    }

    [Fact]
    [Paste("builder.Configuration.GetSection(\"Sessions\")")]
    [Paste("if (await app.RunSessionCommandAsync(args)")]
    public async Task The_program_is_also_the_command_that_removes_expired_sessions()
    {
        var (exitCode, output) = await Project.RunToEndAsync(new SiteSettings { Arguments = ["clearsessions", "--batch", "100"] });
        Assert.Equal((0, "Removed 0 expired sessions.\n"), (exitCode, output));
    }

    [Fact]
    [Paste("builder.Configuration.GetSection(\"Sessions\")")]
    [Paste("if (await app.RunSessionCommandAsync(args)")]
    public async Task Without_the_command_the_program_serves_requests()
    {
        await using var site = await Project.RunAsync("""app.MapGet("/", () => "well");""");
        using var visitor = site.Open();
        Assert.Equal("well", await visitor.ReadAsync("/"));
    }
}
