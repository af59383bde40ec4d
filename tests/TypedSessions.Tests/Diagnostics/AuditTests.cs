using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Engines.Memory;
using TypedSessions.Sessions;
using TypedSessions.Storage;
using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Diagnostics;

/// <summary>
/// The log of sign-ins, rotations and ends of sessions, and the metric of ended sessions by cause.
/// </summary>
public sealed class AuditTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sign_in_and_a_sign_out_are_logged_with_key_and_owner()
    {
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        var anonymous = await browser.ReadAsync("/get") is "book" ? GetKey(browser) : default;

        await browser.LoginAsync("ada");
        await browser.ReadAsync("/get");
        var key = GetKey(browser);
        await browser.ReadAsync("/logout");

        Assert.Equal(
            [
                $"Session {anonymous} got the new key {key}. Its user: 'id-ada'. Device: 'unknown' at 127.0.0.0/24.",
                $"Session {key} now belongs to user 'id-ada', who signed in with the scheme 'Cookies'."
                    + " Device: 'unknown' at 127.0.0.0/24.",
                $"Session {key} ended: SignedOut. Its user: 'id-ada'. Device: 'unknown' at 127.0.0.0/24.",
            ],
            Audit(site));
    }

    [Fact]
    public async Task Each_end_is_logged_and_counted_with_its_cause()
    {
        await using var site = await LoginSite.StartAsync(
            LoginSite.Cookie,
            sessions: it => it.UseEngine(services => new MemorySessionEngine(services.GetRequiredService<TimeProvider>())),
            endpoints: app => app.MapGet("/abandon", (ISession session) => session.Abandon()));
        var manager = site.Services.GetRequiredService<ISessionManager>();
        using var metrics = new CapturedMetrics(site);

        await EndAsync(site, browser => browser.ReadAsync("/abandon"));
        await EndAsync(site, browser => browser.ReadAsync("/logout"));
        await EndAsync(site, browser => browser.LoginAsync("bob"));
        await EndAsync(site, browser => manager.RemoveAsync(GetKey(browser), Token).AsTask());
        await EndAsync(site, _ => manager.RemoveByOwnerAsync("id-ada", Token).AsTask());

        Assert.Equal(
            ["Abandoned", "SignedOut", "OtherUser", "Removed", "RemovedByOwner"],
            Audit(site).Where(line => line.Contains("ended:")).Select(line => line.Split(": ")[1].Split('.')[0]));
        Assert.All(
            Audit(site).Where(line => line.Contains("ended:")),
            line => Assert.EndsWith("Its user: 'id-ada'. Device: 'unknown' at 127.0.0.0/24.", line));
        Assert.Equal(
            ["abandoned", "signed_out", "other_user", "removed", "removed_by_owner"],
            metrics.Take().Where(it => it.StartsWith("sessions.ended", StringComparison.Ordinal)).Select(it => it.Split(':', '}')[1]));
    }

    [Fact]
    public async Task The_end_of_a_missing_session_is_neither_logged_nor_counted()
    {
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie);
        using var metrics = new CapturedMetrics(site);

        Assert.False(await site.Services.GetRequiredService<ISessionManager>().RemoveAsync(default, Token));

        Assert.Empty(Audit(site));
        Assert.DoesNotContain(metrics.Take(), it => it.StartsWith("sessions.ended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_audit_log_has_no_token()
    {
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        var token = browser.Token!;
        await browser.ReadAsync("/logout");

        Assert.NotEmpty(Audit(site));
        Assert.DoesNotContain(site.Log.Entries, entry => entry.Category.StartsWith("TypedSessions", StringComparison.Ordinal)
            && entry.Text.Contains(token, StringComparison.Ordinal));
    }

    private static async Task EndAsync(TestSite site, Func<Browser, Task> end)
    {
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/book");
        await end(browser);
    }

    private static string[] Audit(TestSite site)
        => [.. site.Log.Entries.Where(entry => entry.Category == TypedSessionsDiagnostics.AuditLogCategory)
            .Select(entry => entry.Text.TrimEnd())];

    private static SessionKey GetKey(Browser browser)
        => SessionToken.TryParse(browser.Token!.AsMemory(), out var token)
            ? token.Key
            : throw new InvalidOperationException("There is no token.");
}
