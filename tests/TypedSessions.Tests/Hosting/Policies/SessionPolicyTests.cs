using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Hosting.Policies;

/// <summary>Presets for standards: the options that they set and the options that they refuse at start.</summary>
public sealed class SessionPolicyTests
{
    public static TheoryData<string> Levels => ["1", "2", "3"];

    [Theory]
    [MemberData(nameof(Levels))]
    public async Task A_preset_meets_its_own_requirements_on_an_engine_that_keeps_sessions(string level)
    {
        var (_, deviations, log) = await StartAsync(level);

        Assert.Empty(deviations);
        Assert.Equal(1, log.GetCount("PolicyMet"));
    }

    [Theory]
    [InlineData("1", 14 * 24 * 60, null, false)]
    [InlineData("2", 30, 12, false)]
    [InlineData("3", 15, 12, true)]
    public async Task A_preset_sets_the_times(string level, int idleMinutes, int? lifetimeHours, bool expiresWithBrowser)
    {
        var (options, _, _) = await StartAsync(level);

        Assert.Equal(TimeSpan.FromMinutes(idleMinutes), options.IdleTimeout);
        Assert.Equal(lifetimeHours, options.AbsoluteLifetime?.TotalHours);
        Assert.Equal(expiresWithBrowser, options.ExpireWithBrowser);
    }

    [Theory]
    [InlineData("1", "7.2.4")]
    [InlineData("1", "3.3.1")]
    [InlineData("2", "7.3.1")]
    [InlineData("2", "7.3.2")]
    [InlineData("2", "3.3.2")]
    [InlineData("2", "3.3.3")]
    [InlineData("2", "3.3.4")]
    [InlineData("3", "7.3.1")]
    [InlineData("3", "SP 800-63B 7.1")]
    public async Task Settings_of_the_application_win_and_are_logged_at_start(string level, string requirement)
    {
        var (_, deviations, log) = await StartAsync(level, options => Deviate(options, requirement));

        Assert.Equal([requirement], deviations);
        Assert.Equal(0, log.GetCount("PolicyMet"));
    }

    [Fact]
    public async Task Sessions_in_cookies_are_reported_as_a_deviation()
    {
        var (_, deviations, _) = await StartAsync("3", engine: sessions => sessions.UseCookie());

        Assert.Equal(["7.2.1", "7.4.1", "7.4.5", "3.3.5"], deviations);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_login_that_can_outlive_its_session_is_a_deviation(bool keepsTickets)
    {
        var log = new CapturedLog();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        var sessions = builder.Services.AddTypedSessions().UseMemory().UsePolicy(SessionPolicy.AsvsLevel1);
        _ = keepsTickets ? sessions.KeepTicketsInSession() : sessions;
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(keepsTickets ? 1 : 0, log.GetCount("PolicyMet"));
        Assert.Equal(
            keepsTickets ? 0 : 1,
            log.Entries.Count(static entry => entry.Text.Contains("7.4.1: a login ends with its session", StringComparison.Ordinal)));
    }

    private static void Deviate(TypedSessionsOptions options, string requirement)
    {
        switch (requirement)
        {
            case "7.2.4":
                options.SignIn.Enabled = false;
                break;
            case "3.3.1":
                options.Cookie.Name = "sid";
                break;
            case "7.3.1":
                options.IdleTimeout = TimeSpan.FromMinutes(31);
                break;
            case "7.3.2":
                options.AbsoluteLifetime = TimeSpan.FromDays(1);
                break;
            case "3.3.2":
                options.Cookie.SameSite = SameSiteMode.None;
                break;
            case "3.3.3":
                options.Cookie.Name = "__Secure-sid";
                break;
            case "3.3.4":
                options.Cookie.HttpOnly = false;
                break;
            default:
                options.ExpireWithBrowser = false;
                break;
        }
    }

    private static async Task<(TypedSessionsOptions Options, string[] Deviations, CapturedLog Log)> StartAsync(
        string level, Action<TypedSessionsOptions>? configure = null, Action<TypedSessionsBuilder>? engine = null)
    {
        var policy = level switch
        {
            "1" => SessionPolicy.AsvsLevel1,
            "2" => SessionPolicy.AsvsLevel2,
            _ => SessionPolicy.AsvsLevel3,
        };
        var log = new CapturedLog();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddDataProtection();
        var sessions = builder.Services.AddTypedSessions(configure).UseMemory();
        engine?.Invoke(sessions);
        sessions.UsePolicy(policy);
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.StopAsync(TestContext.Current.CancellationToken);

        var options = app.Services.GetRequiredService<IOptions<TypedSessionsOptions>>().Value;
        var reported = log.Entries.Where(static entry => entry.Event.Name == "PolicyDeviation").Select(static entry => entry.Text)
            .ToArray();
        var deviations = policy.FindDeviations(options, app.Services.GetService<TypedSessions.Storage.ISessionEngine>())
            .Select(static it => it.Id)
            .ToArray();
        Assert.Equal(deviations.Length, reported.Length);
        Assert.All(deviations, id => Assert.Contains(reported, text => text.Contains(id, StringComparison.Ordinal)));
        return (options, deviations, log);
    }
}
