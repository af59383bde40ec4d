using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TypedSessions.Sessions;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http.Caching;

/// <summary>The pages of <see cref="CachedPagesController"/> with pipelines of any order on the same services.</summary>
internal sealed class CachedSite : IAsyncDisposable
{
    /// <summary>The middleware whose order varies.</summary>
    public static readonly (string Name, Action<IApplicationBuilder> Use)[] Middleware =
    [
        ("sessions", app => app.UseTypedSessions()),
        ("authentication", app => app.UseAuthentication()),
        ("response caching", app => app.UseResponseCaching()),
        ("output caching", app => app.UseOutputCache()),
        ("routing", app => app.UseRouting()),
        ("authorization", app => app.UseAuthorization()),
    ];

    private readonly WebApplication _app;
    private readonly DefaultEndpointDataSource _endpoints;

    private CachedSite(WebApplication app, Action<IEndpointRouteBuilder>? endpoints)
    {
        _app = app;
        _endpoints = BuildEndpoints(app.Services, endpoints);
    }

    public static CachedSite Create(bool areSealed) => Create(sessions =>
    {
        _ = areSealed ? sessions.UseCookie() : sessions.UseMemory();
        sessions.Services.AddAuthentication("session").AddScheme<AuthenticationSchemeOptions, SessionScheme>("session", null);
    });

    /// <summary>Creates a site with sessions, authentication and additional endpoints.</summary>
    public static CachedSite Create(Action<TypedSessionsBuilder> sessions, Action<IEndpointRouteBuilder>? endpoints = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        sessions(builder.Services.AddTypedSessions(options => options.Cleanup.Enabled = false));
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddAuthorization();
        builder.Services.AddResponseCaching();
        builder.Services.AddOutputCache(options => options.AddBasePolicy(policy => policy.Cache()));
        builder.Services.AddControllers().ConfigureApplicationPartManager(parts =>
        {
            parts.FeatureProviders.Clear();
            parts.FeatureProviders.Add(new PagesOnly());
        });
        return new CachedSite(builder.Build(), endpoints);
    }

    /// <summary>Returns every order of some items.</summary>
    public static IEnumerable<T[]> Permute<T>(T[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany((item, index) => Permute<T>([.. items[..index], .. items[(index + 1)..]]).Select(rest => (T[])[item, .. rest]));

    /// <summary>Creates a server whose pipeline has a given order.</summary>
    public async Task<DirectServer> StartAsync(params IEnumerable<Action<IApplicationBuilder>> order)
    {
        var pipeline = new ApplicationBuilder(_app.Services);
        foreach (var step in order)
        {
            step(pipeline);
        }

        pipeline.UseEndpoints(endpoints => endpoints.DataSources.Add(_endpoints));
        var server = new DirectServer();
        await server.StartAsync(
            new Application(_app.Services.GetRequiredService<IHttpContextFactory>(), pipeline.Build()), CancellationToken.None);
        return server;
    }

    /// <summary>A visitor's cookies, by the visitor's name.</summary>
    public async Task<string[]> OpenSessionAsync(string name)
    {
        using var server = await StartAsync(
            app => app.UseTypedSessions(),
            app => app.Run(context =>
            {
                // Sets the owner like a login, so that the session keeps its id when the visitor is authenticated.
                ((Session)context.Session).SignIn(new AuthenticatedUser(name, "session"), expiry: null, isRefresh: false);
                context.Session.SetString("name", name);
                return Task.CompletedTask;
            }),
            app => app.UseRouting());
        var response = await server.GetAsync("/");
        return [.. response.Cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")];
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // All pipelines share the endpoints, because building the handlers takes longer than the requests.
    private static DefaultEndpointDataSource BuildEndpoints(IServiceProvider services, Action<IEndpointRouteBuilder>? more)
    {
        DefaultEndpointDataSource? built = null;
        new ApplicationBuilder(services).UseRouting().UseEndpoints(endpoints =>
        {
            endpoints.MapControllers();
            more?.Invoke(endpoints);
            built = new DefaultEndpointDataSource(endpoints.DataSources.SelectMany(source => source.Endpoints));
        });
        return built!;
    }

    private sealed class PagesOnly : IApplicationFeatureProvider<ControllerFeature>
    {
        public void PopulateFeature(IEnumerable<ApplicationPart> parts, ControllerFeature feature)
            => feature.Controllers.Add(System.Reflection.IntrospectionExtensions.GetTypeInfo(typeof(CachedPagesController)));
    }

    private sealed class Application(IHttpContextFactory contexts, RequestDelegate run) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => contexts.Create(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => run(context);

        public void DisposeContext(HttpContext context, Exception? exception) => contexts.Dispose(context);
    }

    // Reads the user from the session, as tickets in the session do. If it runs first, this is the first use of the session.
    private sealed class SessionScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var isAsked = Request.Query.TryGetValue("auth", out var kind) && kind != "none";
            var name = isAsked ? Context.Features.Get<ISessionFeature>()?.Session.GetString("name") : null;
            return Task.FromResult(name is null || kind != "user"
                ? AuthenticateResult.NoResult()
                : AuthenticateResult.Success(
                    new(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, name)], Scheme.Name)), Scheme.Name)));
        }
    }
}
