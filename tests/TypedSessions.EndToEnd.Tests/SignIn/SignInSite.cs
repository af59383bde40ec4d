using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TypedSessions.Tests.Testing;

namespace TypedSessions.EndToEnd.Tests.SignIn;

/// <summary>A site with a cart and a login form, behind a simulated network with a latency of 40 ms in each direction.</summary>
internal sealed class SignInSite : IAsyncDisposable
{
    public const string SessionCookie = "session";

    public const string Memory = "memory", Sqlite = "sqlite";

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(40);

    // With "?polling", a page writes to the session every 150 ms until the browser leaves it.
    private const string Page = """
        <!doctype html><title>Shop</title>
        <form method="post"><input name="user"></form>
        <script>
        var answers = 0, polling = null;
        const form = document.forms[0];
        form.action = '/login' + location.search;
        async function poll() { answers += (await fetch('/poll', { method: 'POST' })).ok; }
        function signIn(user) { form.user.value = user; form.submit(); }
        if (location.search === '?polling') { setInterval(() => polling ??= poll().finally(() => polling = null), 150); }
        </script>
        """;

    private readonly WebApplication _app;
    private readonly TempFolder _folder;
    private readonly ConcurrentQueue<SeenSession> _seen = new();
    private int _signIns;

    private SignInSite(WebApplication app, TempFolder folder)
    {
        _app = app;
        _folder = folder;
    }

    /// <summary>Gets the network between the browser and the site.</summary>
    public TcpProxy Network { get; private set; } = null!;

    /// <summary>Gets the site's address behind the network.</summary>
    public Uri Address => new($"http://127.0.0.1:{Network.Port}/");

    /// <summary>Gets the number of received sign-ins.</summary>
    public int SignIns => Volatile.Read(ref _signIns);

    /// <summary>Gets the login and the session of each request of the browser.</summary>
    public IReadOnlyList<SeenSession> Seen => [.. _seen];

    /// <summary>Starts a site.</summary>
    public static async Task<SignInSite> StartAsync(string store, bool keepsTickets)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        var folder = new TempFolder();
        var sessions = builder.Services.AddTypedSessions(options => options.Cookie.Name = SessionCookie);
        _ = store == Sqlite
            ? sessions.UseDatabase(SqliteFactory.Instance, $"Data Source={folder.GetPath("sessions.db")};Pooling=False")
            : sessions.UseMemory();
        if (keepsTickets)
        {
            sessions.KeepTicketsInSession();
        }

        var site = new SignInSite(builder.Build(), folder);
        await site.StartAsync();
        return site;
    }

    /// <summary>Clears the requests of the previous round.</summary>
    public void ForgetRequests()
    {
        _seen.Clear();
        _signIns = 0;
    }

    /// <summary>Sends a request with only a session token, without the latency, and returns its session.</summary>
    public async Task<SeenSession> StealAsync(string token)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        client.DefaultRequestHeaders.Add("Cookie", $"{SessionCookie}={token}");
        return SeenSession.Parse(await client.GetStringAsync(new Uri(OwnAddress, "/see")));
    }

    public async ValueTask DisposeAsync()
    {
        await Network.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private Uri OwnAddress => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private async Task StartAsync()
    {
        _app.UseAuthentication();
        _app.UseTypedSessions();
        _app.MapGet("/", () => Results.Content(Page, "text/html"));
        _app.MapGet("/begin", (ISession session) => session.SetString("cart", "book"));
        _app.MapGet("/see", See);
        _app.MapGet("/account", (HttpContext context) =>
        {
            Count(context.Session, "visits");
            See(context);
            return Results.Content(Page, "text/html");
        });
        _app.MapPost("/poll", (HttpContext context) =>
        {
            Count(context.Session, "polls");
            See(context);
        });
        _app.MapPost("/login", (Delegate)SignInAsync);
        await _app.StartAsync();
        Network = new TcpProxy(OwnAddress.Port, Delay);
    }

    // The sign-in stores a value that only this user may read.
    private async Task<IResult> SignInAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var user = form["user"].ToString();
        await context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], "form")));
        context.Session.SetString("secret", user);
        Interlocked.Increment(ref _signIns);
        return Results.LocalRedirect("/account" + context.Request.QueryString);
    }

    private SeenSession See(HttpContext context)
    {
        var seen = new SeenSession(
            context.User.FindFirstValue(ClaimTypes.NameIdentifier),
            context.Session.Owner,
            context.Session.GetString("secret"),
            context.Session.GetString("cart"),
            context.Session.GetInt32("polls") ?? 0);
        _seen.Enqueue(seen);
        return seen;
    }

    private static void Count(ISession session, string key) => session.SetInt32(key, (session.GetInt32(key) ?? 0) + 1);
}
