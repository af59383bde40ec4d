using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Engines.Memory;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Accounts;

/// <summary>The JSON endpoints with which users list and end their own sessions.</summary>
public sealed class MySessionsTests
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task A_user_lists_all_own_sessions_by_last_use_with_the_current_one_marked()
    {
        await using var site = await AccountSite.StartAsync();
        using var first = await site.OpenAsync("ada", Firefox);
        var signedInAt = site.Clock.GetUtcNow();
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        using var second = await site.OpenAsync("ada");
        using var bob = await site.OpenAsync("bob");

        var listed = await first.ListAsync();

        Assert.Equal([false, true], listed.Select(static session => session.GetProperty("isCurrent").GetBoolean()));
        Assert.Equal(await second.GetKeyAsync(), listed[0].GetProperty("key").GetString());
        Assert.Equal(
            $$"""
            {
              "key": "{{listed[1].GetProperty("key").GetString()}}",
              "isCurrent": true,
              "signedInAt": "{{signedInAt:yyyy-MM-dd'T'HH:mm:ss.FFFzzz}}",
              "lastSeenAt": "{{signedInAt:yyyy-MM-dd'T'HH:mm:ss.FFFzzz}}",
              "device": {
                "text": "Firefox on Windows",
                "label": null,
                "userAgent": "{{Firefox}}",
                "signInAddress": "127.0.0.0/24",
                "lastAddress": "127.0.0.0/24"
              }
            }
            """,
            JsonSerializer.Serialize(listed[1], Indented));
    }

    [Fact]
    public async Task No_answer_contains_a_token_or_is_stored_by_a_cache()
    {
        await using var site = await AccountSite.StartAsync();
        using var first = await site.OpenAsync("ada");
        using var second = await site.OpenAsync("ada");

        using var response = await first.GetAsync(AccountSite.Path);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain(first.Token!, text, StringComparison.Ordinal);
        Assert.DoesNotContain(second.Token!, text, StringComparison.Ordinal);
        Assert.Equal("no-store, private", response.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task A_user_ends_a_session_and_its_device_is_logged_out()
    {
        await using var site = await AccountSite.StartAsync();
        using var first = await site.OpenAsync("ada");
        using var second = await site.OpenAsync("ada");
        var key = await second.GetKeyAsync();

        using var response = await first.SendWithTokenAsync(HttpMethod.Delete, $"{AccountSite.Path}/{key}");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("nobody", await second.ReadAsync("/me"));
        Assert.Equal("ada", await first.ReadAsync("/me"));
        using var again = await first.SendWithTokenAsync(HttpMethod.Delete, $"{AccountSite.Path}/{key}");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task The_key_of_a_session_before_its_rotation_ends_it()
    {
        await using var site = await AccountSite.StartAsync();
        using var first = await site.OpenAsync("ada");
        using var second = await site.OpenAsync("ada");
        var key = await second.GetKeyAsync();
        await second.ReadAsync("/rotate");

        using var response = await first.SendWithTokenAsync(HttpMethod.Delete, $"{AccountSite.Path}/{key}");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("nobody", await second.ReadAsync("/me"));
    }

    [Fact]
    public async Task A_user_who_ends_the_own_session_is_signed_out_without_a_cookie()
    {
        await using var site = await AccountSite.StartAsync();
        using var browser = await site.OpenAsync("ada");

        using var response = await browser.SendWithTokenAsync(HttpMethod.Delete, $"{AccountSite.Path}/{await browser.GetKeyAsync()}");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Null(browser.Token);
        Assert.Equal("nobody", await browser.ReadAsync("/me"));
    }

    [Fact]
    public async Task All_other_sessions_of_the_user_are_ended_and_no_one_elses()
    {
        await using var site = await AccountSite.StartAsync();
        using var first = await site.OpenAsync("ada");
        using var second = await site.OpenAsync("ada");
        using var third = await site.OpenAsync("ada");
        using var bob = await site.OpenAsync("bob");

        using var response = await first.SendWithTokenAsync(HttpMethod.Post, $"{AccountSite.Path}/others");

        Assert.Equal("""{"ended":2}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("ada", await first.ReadAsync("/me"));
        Assert.Equal("nobody", await second.ReadAsync("/me"));
        Assert.Equal("nobody", await third.ReadAsync("/me"));
        Assert.Equal("bob", await bob.ReadAsync("/me"));
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("no-key")]
    public async Task A_key_without_a_session_is_not_found(string key)
    {
        await using var site = await AccountSite.StartAsync();
        using var browser = await site.OpenAsync("ada");

        using var response = await browser.SendWithTokenAsync(HttpMethod.Delete, $"{AccountSite.Path}/{key}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task The_session_of_another_user_is_not_found_and_stays()
    {
        await using var site = await AccountSite.StartAsync();
        using var ada = await site.OpenAsync("ada");
        using var bob = await site.OpenAsync("bob");

        using var response = await bob.SendWithTokenAsync(HttpMethod.Delete, $"{AccountSite.Path}/{await ada.GetKeyAsync()}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("ada", await ada.ReadAsync("/me"));
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("DELETE", "/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("POST", "/others")]
    public async Task Visitors_who_are_not_signed_in_are_refused_without_a_redirect(string method, string path)
    {
        await using var site = await AccountSite.StartAsync();
        using var visitor = site.Open();

        using var response = await visitor.SendWithTokenAsync(new HttpMethod(method), AccountSite.Path + path);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Changes_without_an_antiforgery_token_and_from_other_origins_are_refused()
    {
        await using var site = await AccountSite.StartAsync();
        using var browser = await site.OpenAsync("ada");
        using var other = await site.OpenAsync("ada");
        var key = await other.GetKeyAsync();
        await browser.ReadAsync("/token");

        foreach (var (method, path) in new[] { (HttpMethod.Delete, key), (HttpMethod.Post, "others") })
        {
            using var request = new HttpRequestMessage(method, $"{AccountSite.Path}/{path}");
            request.Headers.Add("Origin", "https://attacker.test");
            using var response = await browser.SendAsync(request);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        Assert.Equal("ada", await other.ReadAsync("/me"));
    }

    [Fact]
    public async Task Devices_are_named_by_the_service_of_the_application()
    {
        await using var site = await AccountSite.StartAsync(it => it.Services.AddSingleton<IDeviceDisplay, GermanDisplay>());
        using var browser = await site.OpenAsync("ada");

        Assert.Equal("Gerät", (await browser.ListAsync())[0].GetProperty("device").GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_login_that_outlives_its_session_stops_the_application_at_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => AccountSite.StartAsync(keepsTickets: false));
        Assert.Contains("KeepTicketsInSession(\"Cookies\")", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_cannot_list_sessions_stops_the_application_at_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => AccountSite.StartAsync(
            static it => it.UseEngine(static services => new RecordingEngine(
                new MemorySessionEngine(services.GetRequiredService<TimeProvider>())))));
        Assert.Contains("the session engine cannot do", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_without_antiforgery_stops_at_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => AccountSite.StartAsync(hasAntiforgery: false));
        Assert.Contains("services.AddAntiforgery()", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conventions_apply_to_all_endpoints()
    {
        await using var site = await AccountSite.StartAsync(
            mapsSessions: false, endpoints: app => app.MapMySessions("/devices").RequireRecentSignIn());
        using var browser = await site.OpenAsync("ada");
        await browser.ReadAsync("/devices");
        site.Clock.Advance(TimeSpan.FromMinutes(11));

        using var response = await browser.GetAsync("/devices");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private sealed class GermanDisplay : IDeviceDisplay
    {
        public string GetText(SessionDevice? device) => "Gerät";
    }
}
