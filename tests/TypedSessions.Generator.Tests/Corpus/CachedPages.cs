// Caching where it belongs: on pages that are the same for all, beside pages that are not.
using Microsoft.AspNetCore.OutputCaching;

namespace Cached;

[SessionModel]
public partial class ReaderSession
{
    [SessionProperty] public partial string? Name { get; set; }
}

public static class Pages
{
    public static void Map(WebApplication app)
    {
        app.UseOutputCache();
        app.UseTypedSessions();
        app.MapGet("/about", () => "About us").CacheOutput();
        app.MapGet("/terms", async (HttpContext context) => await context.Response.WriteAsync("Terms")).CacheOutput(
            policy => policy.Expire(TimeSpan.FromHours(1)));
        app.MapGet("/hello", (ReaderSession reader) => $"Hello {reader.Name}");
        app.MapGet("/private", (ReaderSession reader) => $"Hello {reader.Name}").CacheOutput(policy => policy.NoCache());
        var articles = app.MapGroup("/articles").CacheOutput("articles");
        articles.MapGet("/{id:int}", (int id) => $"Article {id}");
    }
}

[Route("news")]
public sealed class NewsController(ILogger<NewsController> log) : ControllerBase
{
    [HttpGet]
    [OutputCache(Duration = 60)]
    public string Index()
    {
        log.LogInformation("News");
        return "News";
    }

    [HttpGet("mine")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public string Mine([FromServices] ReaderSession reader) => $"News for {reader.Name}";

    [HttpGet("other")]
    public string Other([FromServices] ReaderSession reader) => reader.Name ?? "nobody";
}
