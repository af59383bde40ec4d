using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TypedSessions.Benchmarks.Servers;

/// <summary>The paths of the sites, whose responses have about the same length.</summary>
internal static class Routes
{
    public const string Seed = "/seed";
    public const string Untouched = "/untouched";
    public const string Read = "/read";
    public const string ReadUnannounced = "/read-unannounced";
    public const string Count = "/count";
    public const string New = "/new";
}

/// <summary>The routes without sessions.</summary>
internal static class NoSessionRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet(Routes.Untouched, () => "Hello");
        app.MapGet(Routes.Read, () => Format("Ada Lovelace", 42, "The Left Hand of Darkness"));
        app.MapGet(Routes.ReadUnannounced, (HttpContext _) => Format("Ada Lovelace", 42, "The Left Hand of Darkness"));
        app.MapGet(Routes.Count, () => Format(42));
        app.MapGet(Routes.New, () => Format(1));
    }

    public static string Format(string? name, int visits, string? title)
        => string.Create(CultureInfo.InvariantCulture, $"{name} {visits} {title}");

    public static string Format(int count) => string.Create(CultureInfo.InvariantCulture, $"{count}");
}

/// <summary>The routes with TypedSessions, as in the README.</summary>
internal static class TypedRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet(Routes.Seed, (BenchSession session) => Fill(session));
        app.MapGet(Routes.Untouched, () => "Hello");
        app.MapGet(Routes.Read, (BenchSession session) => NoSessionRoutes.Format(session.Name, session.Visits, session.Last?.Title));
        app.MapGet(Routes.ReadUnannounced, (HttpContext context) =>
        {
            var session = context.Session.As<BenchSession>();
            return NoSessionRoutes.Format(session.Name, session.Visits, session.Last?.Title);
        });
        app.MapGet(Routes.Count, (BenchSession session) => NoSessionRoutes.Format(++session.Visits));
        app.MapGet(Routes.New, (BenchSession session) => NoSessionRoutes.Format(++session.Visits));
    }

    /// <summary>Sets the ten keys.</summary>
    public static void Fill(BenchSession session)
    {
        session.Name = "Ada Lovelace";
        session.Visits = 42;
        session.Last = new Book("The Left Hand of Darkness", 304);
        session.Language = "en-GB";
        session.Theme = "dark";
        session.Campaign = "spring";
        session.Referrer = "https://example.org/";
        session.Basket = 7;
        session.Step = 3;
        session.IsReturning = true;
    }
}

/// <summary>The routes with ASP.NET Core's sessions, loaded asynchronously as its documentation recommends.</summary>
internal static class StockRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet(Routes.Seed, (HttpContext context) => Fill(context.Session));
        app.MapGet(Routes.Untouched, () => "Hello");
        app.MapGet(Routes.Read, (Delegate)ReadAsync);
        app.MapGet(Routes.ReadUnannounced, (HttpContext context) => Read(context.Session));
        app.MapGet(Routes.Count, (Delegate)CountAsync);
        app.MapGet(Routes.New, (Delegate)CountAsync);
    }

    /// <summary>Sets the ten keys.</summary>
    public static void Fill(ISession session)
    {
        session.SetString("Name", "Ada Lovelace");
        session.SetInt32("Visits", 42);
        session.Set("Last", JsonSerializer.SerializeToUtf8Bytes(new Book("The Left Hand of Darkness", 304), BenchJson.Default.Book));
        session.SetString("Language", "en-GB");
        session.SetString("Theme", "dark");
        session.SetString("Campaign", "spring");
        session.SetString("Referrer", "https://example.org/");
        session.SetInt32("Basket", 7);
        session.SetInt32("Step", 3);
        session.Set("IsReturning", [1]);
    }

    private static async Task<string> ReadAsync(HttpContext context)
    {
        var session = context.Session;
        await session.LoadAsync();
        return Read(session);
    }

    private static string Read(ISession session)
    {
        var book = session.Get("Last") is { } stored ? JsonSerializer.Deserialize(stored, BenchJson.Default.Book) : null;
        return NoSessionRoutes.Format(session.GetString("Name"), session.GetInt32("Visits") ?? 0, book?.Title);
    }

    private static async Task<string> CountAsync(HttpContext context)
    {
        var session = context.Session;
        await session.LoadAsync();
        var visits = (session.GetInt32("Visits") ?? 0) + 1;
        session.SetInt32("Visits", visits);
        return NoSessionRoutes.Format(visits);
    }
}
