using TypedSessions.Documentation.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/security.md")]
public sealed class SecurityTests
{
    [Fact]
    [Paste("sessions.RemoveByOwnerAsync(id)")]
    public async Task All_sessions_of_a_user_end()
    {
        await using var site = await Project.RunAsync("""
            app.MapGet("/owned", (ISession session) => { session.Owner = "user 42"; });
            app.MapGet("/owner", (ISession session) => session.Owner ?? "guest");
            """);
        using var visitor = site.Open();
        await visitor.GetAsync("/owned");
        Assert.Equal("user 42", await visitor.ReadAsync("/owner"));
        using var administrator = site.Open();
        using var response = await administrator.PostAsync("/admin/users/user%2042/end-sessions");
        Assert.Equal("1", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("guest", await visitor.ReadAsync("/owner"));
    }

    [Fact]
    [Paste(".UsePolicy(SessionPolicy.AsvsLevel2)")]
    public async Task A_policy_sets_what_the_standard_requires_and_logs_that_it_is_met()
    {
        var settings = new SiteSettings { Environment = "Production" };
        await using var site = await Project.RunAsync(settings);
        Assert.Contains("Sessions meet OWASP ASVS 5.0 level 2, as far as a session library decides it.", ReadLog(settings));
    }

    [Fact]
    [Paste(".UsePolicy(SessionPolicy.AsvsLevel2)")]
    public async Task A_setting_of_the_application_wins_and_is_logged_as_a_deviation()
    {
        var settings = new SiteSettings
        {
            Environment = "Production",
            Probe = "builder.Services.AddTypedSessions(options => options.IdleTimeout = TimeSpan.FromHours(1));",
        };
        await using var site = await Project.RunAsync(settings);
        Assert.Contains(
            "Sessions deviate from OWASP ASVS 5.0 level 2, 7.3.1: a session ends after 30 minutes without activity: IdleTimeout.",
            ReadLog(settings));
    }

    [Fact]
    [Paste("\"our house rules\"")]
    public async Task A_policy_of_the_application_logs_its_own_requirements()
    {
        var settings = new SiteSettings();
        await using var site = await Project.RunAsync(settings);
        Assert.Contains("Sessions deviate from our house rules, 1: sessions survive a restart.", ReadLog(settings));
    }

    private static IEnumerable<string> ReadLog(SiteSettings settings) => settings.Log.Entries.Select(static entry => entry.Text.Trim());
}
