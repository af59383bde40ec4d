using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Engines.Memory;
using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Accounts;

/// <summary>A site whose users list and end their own sessions.</summary>
internal static class AccountSite
{
    public const string Path = "/account/sessions";

    public static Task<TestSite> StartAsync(
        Action<TypedSessionsBuilder>? sessions = null,
        Action<WebApplication>? endpoints = null,
        bool keepsTickets = true,
        bool hasAntiforgery = true,
        bool mapsSessions = true)
        => LoginSite.StartAsync(
            LoginSite.Cookie,
            sessions: it =>
            {
                it.UseEngine(services => new MemorySessionEngine(services.GetRequiredService<TimeProvider>()));
                if (keepsTickets)
                {
                    it.KeepTicketsInSession(CookieAuthenticationDefaults.AuthenticationScheme);
                }

                if (hasAntiforgery)
                {
                    it.Services.AddAntiforgery();
                }

                sessions?.Invoke(it);
            },
            pipeline: static app =>
            {
                app.UseTypedSessions();
                app.UseAuthentication();
                app.UseAuthorization();
            },
            endpoints: app =>
            {
                if (mapsSessions)
                {
                    app.MapMySessions();
                }

                app.MapGet("/token", (HttpContext context, IAntiforgery antiforgery)
                    => antiforgery.GetAndStoreTokens(context).RequestToken);
                app.MapGet("/confirm", (ISession session) => session.ConfirmSignIn());
                app.MapGet("/rotate", (ISession session) => session.RegenerateId());
                endpoints?.Invoke(app);
            });

    /// <summary>Opens a browser and logs a user in.</summary>
    public static async Task<Browser> OpenAsync(this TestSite site, string user, string? userAgent = null)
    {
        var browser = site.Open();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/login/{user}");
        if (userAgent is not null)
        {
            request.Headers.Add("User-Agent", userAgent);
        }

        using var response = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return browser;
    }

    /// <summary>Reads the list of a user's sessions.</summary>
    public static async Task<JsonElement[]> ListAsync(this Browser browser)
    {
        using var list = JsonDocument.Parse(await browser.ReadAsync(Path));
        return [.. list.RootElement.Clone().EnumerateArray()];
    }

    /// <summary>Returns the key of the browser's own session.</summary>
    public static async Task<string> GetKeyAsync(this Browser browser)
        => (await browser.ListAsync()).Single(static session => session.GetProperty("isCurrent").GetBoolean())
            .GetProperty("key").GetString()!;

    /// <summary>Sends a request with an antiforgery token.</summary>
    public static async Task<HttpResponseMessage> SendWithTokenAsync(this Browser browser, HttpMethod method, string path)
    {
        var token = await browser.ReadAsync("/token");
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("RequestVerificationToken", token);
        return await browser.SendAsync(request);
    }
}
