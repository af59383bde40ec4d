using System.Net;
using System.Security.Claims;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Dashboard;

/// <summary>A site with a dashboard for operators and with tickets in the session.</summary>
internal static partial class DashboardSite
{
    public const string Path = "/ops/sessions/";

    public static Task<TestSite> StartAsync(
        Action<SessionDashboardOptions>? dashboard = null,
        Action<TypedSessionsBuilder>? sessions = null,
        Action<IEndpointConventionBuilder>? conventions = null,
        Action<WebApplication>? outer = null,
        Func<IServiceProvider, ISessionEngine>? engine = null,
        string environment = "Production")
        => TestSite.StartAsync(
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                var mapped = app.MapSessionDashboard(Path.TrimEnd('/'), dashboard);
                (conventions ?? (static mapped => mapped.RequireAuthorization("Operators")))(mapped);
                LoginSite.Map(app, LoginSite.Cookie);
                app.MapGet("/operator", (HttpContext context) => context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(
                    [new Claim(ClaimTypes.NameIdentifier, "op-1"), new Claim(ClaimTypes.Role, "operator")], "test"))));
                app.MapGet("/fill", (DashboardSession session) => session.Fill());
            },
            services: (services, builder) =>
            {
                services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
                    .AddCookie(static options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
                services.AddAuthorizationBuilder().AddPolicy("Operators", static policy => policy.RequireRole("operator"));
                services.AddAntiforgery(static options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
                builder.UseEngine(engine ?? (static services
                        => new MemorySessionEngine(services.GetRequiredService<TimeProvider>())))
                    .AddModel<DashboardSession>()
                    .KeepTicketsInSession();
                sessions?.Invoke(builder);
            },
            outer: outer,
            environment: environment);

    /// <summary>Opens the browser of an operator.</summary>
    public static async Task<Browser> OpenOperatorAsync(this TestSite site)
    {
        var browser = site.Open();
        await browser.ReadAsync("/operator");
        return browser;
    }

    /// <summary>Opens the browser of a user, whose session has values.</summary>
    public static async Task<Browser> OpenUserAsync(this TestSite site, string name)
    {
        var browser = site.Open();
        await browser.LoginAsync(name);
        await browser.ReadAsync("/fill");
        return browser;
    }

    /// <summary>Reads a page as JSON.</summary>
    public static async Task<JsonElement> ReadJsonAsync(
        this Browser browser, string page, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path + page);
        request.Headers.Add("Accept", "application/json");
        using var response = await browser.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.Clone();
    }

    /// <summary>Posts a form of a dashboard page.</summary>
    public static async Task<HttpResponseMessage> PostFormAsync(
        this Browser browser, string action, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await browser.ReadAsync($"{Path}list"));
        Assert.True(token.Success);
        return await browser.PostAsync(
            Path + action,
            new FormUrlEncodedContent(
                fields.Append((token.Groups[1].Value, token.Groups[2].Value))
                    .Select(static field => KeyValuePair.Create(field.Item1, field.Item2))));
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(__RequestVerificationToken)\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

/// <summary>A model with values of several kinds.</summary>
[SessionModel]
public partial class DashboardSession
{
    [SessionProperty]
    public partial string? Town { get; set; }

    [SessionProperty]
    public partial int? Visits { get; set; }

    [SessionProperty]
    public partial List<string>? Books { get; set; }

    [SessionProperty]
    [SensitiveSessionData(Justification = "A test of the mask.")]
    public partial string? Pin { get; set; }

    [SessionProperty(Key = "note-{0}")]
    public partial SessionMap<string, string> Notes { get; }

    public void Fill()
    {
        Town = "Wien <script>alert(1)</script>";
        Visits = 3;
        Books = ["Emma"];
        Pin = "secret-1234";
        Notes["tent"] = "green";
    }
}
