using System.Net;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Dashboard;

/// <summary>Operators end sessions, and the audit log contains their names.</summary>
public sealed class DashboardEndTests
{
    [Fact]
    public async Task One_session_is_ended_and_the_audit_log_has_the_operator_the_user_and_the_key()
    {
        await using var site = await DashboardSite.StartAsync();
        using var ada = await site.OpenUserAsync("ada");
        using var browser = await site.OpenOperatorAsync();
        var key = await FindKeyAsync(browser);

        using var response = await browser.PostFormAsync("end", ("key", key), ("from", "user"));
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal("user?id=id-ada&ended=1", response.Headers.Location?.ToString());
        Assert.Contains("1 session was ended.", await browser.ReadAsync($"{DashboardSite.Path}{response.Headers.Location}"));
        Assert.Equal("nobody", await ada.ReadAsync("/me"));
        Assert.Equal([$"Operator 'op-1' at 127.0.0.1 ended session {key} of user 'id-ada'."], Audit(site));

        using var again = await browser.PostFormAsync("end", ("key", key), ("from", "list"));
        Assert.Equal("list?ended=0", again.Headers.Location?.ToString());
        Assert.Single(Audit(site));
    }

    [Fact]
    public async Task All_sessions_of_a_user_are_ended_each_with_an_entry_and_no_one_elses()
    {
        await using var site = await DashboardSite.StartAsync();
        using var one = await site.OpenUserAsync("ada");
        using var two = await site.OpenUserAsync("ada");
        using var bob = await site.OpenUserAsync("bob");
        using var browser = await site.OpenOperatorAsync();

        using var response = await browser.PostFormAsync("end-all", ("owner", "id-ada"));
        Assert.Equal("user?id=id-ada&ended=2", response.Headers.Location?.ToString());
        Assert.Equal("nobody", await one.ReadAsync("/me"));
        Assert.Equal("nobody", await two.ReadAsync("/me"));
        Assert.Equal("bob", await bob.ReadAsync("/me"));
        Assert.Equal(2, Audit(site).Distinct().Count());
        Assert.All(Audit(site), static entry => Assert.EndsWith("of user 'id-ada'.", entry));
    }

    [Theory]
    [InlineData("end")]
    [InlineData("end-all")]
    public async Task Without_an_antiforgery_token_no_session_is_ended(string action)
    {
        await using var site = await DashboardSite.StartAsync();
        using var ada = await site.OpenUserAsync("ada");
        using var browser = await site.OpenOperatorAsync();
        var key = await FindKeyAsync(browser);
        using var response = await browser.PostAsync(
            DashboardSite.Path + action,
            new FormUrlEncodedContent([KeyValuePair.Create("key", key), KeyValuePair.Create("owner", "id-ada")]));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("ada", await ada.ReadAsync("/me"));
        Assert.Empty(Audit(site));
    }

    [Theory]
    [InlineData("end", "key")]
    [InlineData("end-all", "owner")]
    public async Task A_form_without_a_valid_field_ends_nothing(string action, string field)
    {
        await using var site = await DashboardSite.StartAsync();
        using var browser = await site.OpenOperatorAsync();
        using var response = await browser.PostFormAsync(action, (field, ""));

        Assert.Equal("list?ended=0", response.Headers.Location?.ToString());
    }

    private static async Task<string> FindKeyAsync(Browser browser)
        => (await browser.ReadJsonAsync("user?id=id-ada")).GetProperty("sessions")[0].GetProperty("key").GetString()!;

    private static List<string> Audit(TestSite site)
        => [.. site.Log.Entries
            .Where(static entry => entry.Category == TypedSessionsDiagnostics.AuditLogCategory)
            .Select(static entry => entry.Text.TrimEnd())
            .Where(static text => text.StartsWith("Operator", StringComparison.Ordinal))];
}
