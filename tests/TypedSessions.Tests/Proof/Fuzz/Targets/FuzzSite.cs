using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TypedSessions.Tests.Models;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>A site whose pages read sessions in every way and change them in most ways.</summary>
internal sealed class FuzzSite : IDisposable
{
    /// <summary>The pages that only read.</summary>
    private static readonly string[] Reading = ["/model", "/raw"];

    private static readonly string[] Pages = [.. Reading, "/change", "/login", "/logout", "/clear", "/begin-again", "/owner"];

    private readonly DirectServer _server = new();
    private readonly WebApplication _app;

    public FuzzSite(Action<TypedSessionsBuilder> useEngine)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IServer>(_server);
        builder.Services.AddSingleton<TimeProvider>(new ManualClock());
        useEngine(builder.Services.AddTypedSessions(options => options.Cleanup.Enabled = false).AddModel<FuzzSession>());
        _app = builder.Build();
        _app.UseTypedSessions();
        MapPages(_app);
        _app.StartAsync().GetAwaiter().GetResult();
    }

    /// <summary>
    /// Sends a request for a page and waits for the response. The site completes requests synchronously, so this does not block.
    /// </summary>
    public DirectResponse Get(int page, params string?[] cookies)
        => _server.GetAsync(Pages[page % Pages.Length], cookies: cookies).GetAwaiter().GetResult();

    /// <summary>Whether a page only reads.</summary>
    public static bool IsReading(int page) => page % Pages.Length < Reading.Length;

    public void Dispose() => ((IDisposable)_app).Dispose();

    private static void MapPages(WebApplication app)
    {
        app.MapGet("/model", (FuzzSession session) => session.Read());
        app.MapGet(
            "/raw",
            (ISession session) => session.Keys.Sum(key => session.TryGetValue(key, out var value) ? value.Length : 0).ToString("D", null));
        app.MapGet("/change", (FuzzSession session) =>
        {
            session.Count++;
            session.Lines.Add(new CartLine { Product = "hat" });
            session.Name = null;
        });
        app.MapGet("/login", (FuzzSession session) =>
        {
            session.Session.RegenerateId();
            session.Name = "Ada";
        });
        app.MapGet("/logout", (ISession session) => session.Abandon());
        app.MapGet("/clear", (FuzzSession session) => session.Session.Clear());
        app.MapGet("/begin-again", (FuzzSession session) =>
        {
            session.Session.Abandon();
            session.Count = 1;
        });
        app.MapGet("/owner", (FuzzSession session) => session.Session.Owner = "ada");
    }
}

/// <summary>A property of each kind.</summary>
[SessionModel(Prefix = "~")]
internal sealed partial class FuzzSession
{
    [SessionProperty(Key = "a")]
    public partial string? Name { get; set; }

    [SessionProperty(Key = "b")]
    public partial int Count { get; set; }

    [SessionProperty(Key = "c")]
    public partial DateTimeOffset? When { get; set; }

    [SessionProperty(Key = "d")]
    public partial decimal Price { get; set; }

    [SessionProperty(Key = "e")]
    public partial Uri? Address { get; set; }

    [SessionProperty(Key = "f")]
    public partial List<CartLine> Lines { get; set; }

    [SessionProperty(Key = "g")]
    public partial Dictionary<string, double> Prices { get; set; }

    [SessionProperty(Key = "h")]
    public partial FuzzNote? Note { get; set; }

    [SessionProperty(Key = "i")]
    public partial byte[]? Picture { get; set; }

    [SessionProperty(Key = "j")]
    public partial DayOfWeek Day { get; set; }

    /// <summary>Reads all properties.</summary>
    public string Read() => $"{Name} {Count} {When} {Price} {Address} {Lines.Count} {Prices.Count} {Note?.Text} {Picture?.Length} {Day}";
}

/// <summary>A recursive type.</summary>
internal sealed class FuzzNote
{
    public string Text { get; set; } = "";

    public FuzzNote? Next { get; set; }
}
