using System.Net;
using System.Security.Claims;
using System.Text;
using System.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>
/// Sites with each style of ASP.NET Core login. <c>/login/ada</c> signs Ada in or redirects to the sign-in, <c>/logout</c> signs out.
/// OpenID Connect responds with a cross-site form post, to which browsers send no session cookie.
/// </summary>
internal static class LoginSite
{
    public const string Cookie = "cookie", Events = "events", Identity = "identity";
    public const string External = "external", OpenId = "openid", Custom = "custom";

    private const string Provider = "Provider";

    private static readonly OpenIdProvider OpenIdProvider = new();

    public static IReadOnlyList<string> Styles { get; } = [Cookie, Events, Identity, External, OpenId, Custom];

    /// <summary>Starts a site.</summary>
    /// <param name="style">The style of its login.</param>
    /// <param name="options">The sessions' options.</param>
    /// <param name="sessions">Further configuration of the sessions.</param>
    /// <param name="pipeline">The middleware. Default: <c>UseTypedSessions</c>, then <c>UseAuthentication</c>.</param>
    /// <param name="endpoints">More endpoints.</param>
    /// <param name="login">Changes the options of the login's cookie.</param>
    /// <param name="engine">The engine. Default: the memory engine.</param>
    public static Task<TestSite> StartAsync(
        string style,
        Action<TypedSessionsOptions>? options = null,
        Action<TypedSessionsBuilder>? sessions = null,
        Action<WebApplication>? pipeline = null,
        Action<WebApplication>? endpoints = null,
        Action<CookieAuthenticationOptions>? login = null,
        Func<ManualClock, ValueTask<ISessionEngine>>? engine = null)
        => TestSite.StartAsync(
            app =>
            {
                (pipeline ?? (static app => app.UseAuthentication()))(app);
                endpoints?.Invoke(app);
                Map(app, style);
                app.MapGet("/me/read-only", (HttpContext context) => context.User.Identity?.Name ?? "nobody").ReadOnlySession();
                app.MapGet("/forever", (ISession session) => session.Expiry = SessionExpiry.Idle(TimeSpan.FromDays(1000)));
                app.MapGet("/fail/{name}", async (string name, HttpContext context) =>
                {
                    await LoginAsync(style, name, context);
                    context.Response.StatusCode = 500;
                });
            },
            options,
            (services, builder) =>
            {
                AddLogin(services, style);
                services.AddAuthorization();
                services.ConfigureAll<CookieAuthenticationOptions>(login ?? (static _ => { }));
                sessions?.Invoke(builder);
            },
            engine: engine,
            usesSessions: pipeline is null);

    /// <summary>Returns the scheme whose cookie contains the login.</summary>
    public static string GetScheme(string style)
        => style == Identity ? IdentityConstants.ApplicationScheme : CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>Maps the endpoints of a login and those that show its effects.</summary>
    public static void Map(IEndpointRouteBuilder app, string style)
    {
        app.MapGet("/set/{value}", (string value, HttpContext context) => context.Session.SetString("cart", value));
        app.MapGet("/get", (HttpContext context) => context.Session.GetString("cart") ?? "none");
        app.MapGet("/owner", (ISession session) => session.Owner ?? "nobody");
        app.MapGet("/me", (HttpContext context) => context.User.Identity?.Name ?? "nobody");

        // The page after a login whose request had no session cookie.
        app.MapGet("/landing", (ISession session) => session.SetString("landed", "yes"));
        app.MapGet("/login/{name}", (string name, HttpContext context) => LoginAsync(style, name, context));
        app.MapGet("/logout", (HttpContext context) => style == Identity
            ? context.RequestServices.GetRequiredService<SignInManager<User>>().SignOutAsync()
            : context.SignOutAsync());
    }

    /// <summary>Signs in and follows all redirects of the style.</summary>
    public static async Task LoginAsync(this Browser browser, string name)
    {
        if (await browser.LeaveForProviderAsync(name) is not { } provider)
        {
            return;
        }

        if (OpenIdProvider.IsAuthorization(provider))
        {
            await browser.ReturnByLinkAsync(await browser.PostFormOfProviderAsync(provider));
            return;
        }

        // The user is already signed in at the provider, which redirects back immediately.
        var state = HttpUtility.ParseQueryString(provider.Query)["state"];
        using var back = await browser.GetAsync($"/back?code={name}&state={Uri.EscapeDataString(state!)}");
        Assert.Equal(HttpStatusCode.Found, back.StatusCode);
    }

    /// <summary>Starts a login. Returns the address of the provider, or <see langword="null"/> if the login is complete.</summary>
    public static async Task<Uri?> LeaveForProviderAsync(this Browser browser, string name)
    {
        using var response = await browser.GetAsync($"/login/{name}");
        Assert.Equal(response.Headers.Location is null ? HttpStatusCode.OK : HttpStatusCode.Found, response.StatusCode);
        return response.Headers.Location;
    }

    /// <summary>Posts the provider's form to the site and returns the address of the redirect.</summary>
    public static async Task<string> PostFormOfProviderAsync(this Browser browser, Uri provider)
    {
        var form = OpenIdProvider.Authorize(provider);
        using var request = new HttpRequestMessage(HttpMethod.Post, form.Target) { Content = new FormUrlEncodedContent(form.Fields) };
        request.Headers.Add("Origin", provider.GetLeftPart(UriPartial.Authority));
        AddFetchMetadata(request);
        using var posted = await browser.SendCrossSiteAsync(request);
        Assert.Equal(HttpStatusCode.Found, posted.StatusCode);
        return posted.Headers.Location!.ToString();
    }

    /// <summary>Follows a redirect of a cross-site navigation.</summary>
    public static async Task ReturnByLinkAsync(this Browser browser, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        AddFetchMetadata(request);
        using var response = await browser.SendCrossSiteAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>Sets a value in the session unless it is <see langword="null"/>.</summary>
    public static void Greet(HttpContext context, string? greeting)
    {
        if (greeting is not null)
        {
            context.Session.SetString("greeting", greeting);
        }
    }

    private static void AddFetchMetadata(HttpRequestMessage request)
    {
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Add("Sec-Fetch-Mode", "navigate");
    }

    /// <summary>Adds the login of a style.</summary>
    public static void AddLogin(IServiceCollection services, string style)
    {
        switch (style)
        {
            case Identity:
                services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
                services.AddIdentityCore<User>().AddSignInManager().AddUserStore<Users>();
                services.ConfigureApplicationCookie(Insecure);
                break;
            case External:
                services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
                    .AddCookie(Insecure)
                    .AddOAuth(Provider, provider =>
                    {
                        provider.ClientId = "shop";
                        provider.ClientSecret = "secret";
                        provider.AuthorizationEndpoint = "https://provider.test/authorize";
                        provider.TokenEndpoint = "https://provider.test/token";
                        provider.CallbackPath = "/back";
                        provider.BackchannelHttpHandler = new OAuthProvider();
                        provider.CorrelationCookie.SecurePolicy = CookieSecurePolicy.None;
                        provider.CorrelationCookie.SameSite = SameSiteMode.Lax;
                        provider.Events.OnCreatingTicket = ticket =>
                        {
                            ticket.Identity!.AddClaim(new Claim(ClaimTypes.Name, ticket.AccessToken!));
                            ticket.Identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, "id-" + ticket.AccessToken));
                            return Task.CompletedTask;
                        };
                    });
                break;
            case OpenId:
                var authentication = services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(Insecure);
                OpenIdProvider.AddTo(authentication, Provider, "https://login.test", OpenIdProvider);
                break;
            case Events:
                services.AddScoped<QuietEvents>();
                services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
                {
                    Insecure(cookie);
                    cookie.EventsType = typeof(QuietEvents);
                });
                break;
            case Custom:
                services.AddAuthentication("custom").AddScheme<AuthenticationSchemeOptions, CustomHandler>("custom", null);
                break;
            default:
                services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(Insecure);
                break;
        }
    }

    private static void Insecure(CookieAuthenticationOptions options) => options.Cookie.SecurePolicy = CookieSecurePolicy.None;

    private static Task LoginAsync(string style, string name, HttpContext context) => style switch
    {
        Identity => context.RequestServices.GetRequiredService<SignInManager<User>>().SignInAsync(
            new User("id-" + name, name), isPersistent: false),
        External => context.ChallengeAsync(Provider, new AuthenticationProperties { RedirectUri = "/" }),
        OpenId => OpenIdProvider.ChallengeAsync(context, Provider, name, returnPath: "/landing"),
        _ => context.SignInAsync(GetPrincipal(name, style)),
    };

    /// <summary>Returns a principal with the given name and the id <c>id-{name}</c>.</summary>
    public static ClaimsPrincipal GetPrincipal(string name, string authenticationType)
        => new(
            new ClaimsIdentity([new Claim(ClaimTypes.Name, name), new Claim(ClaimTypes.NameIdentifier, "id-" + name)], authenticationType));

    private sealed class QuietEvents : CookieAuthenticationEvents;

    /// <summary>An OAuth back channel that accepts the user's name as code.</summary>
    private sealed class OAuthProvider : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var code = HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken))["code"];
            var answer = $$"""{ "access_token": "{{code}}", "token_type": "bearer" }""";
            return new HttpResponseMessage { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
        }
    }
}
