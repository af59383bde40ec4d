using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Net.Http.Headers;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http.Caching;

/// <summary>
/// In every order of the middleware, no cache stores a visitor's page or serves it to another visitor.
/// </summary>
public sealed class CacheOrderTests
{
    private static readonly string[] Authentications = ["none", "touch", "user"];

    // Each order with one of six combinations: three authentications, with and without response buffering.
    [Theory]
    [InlineData(false, 6)]
    [InlineData(true, 5)]
    public async Task No_visitor_gets_the_page_of_another_and_no_cache_may_store_it(bool areSealed, int steps)
    {
        await using var site = CachedSite.Create(areSealed);
        var visitors = new (string Name, string[] Cookies)[]
        {
            ("Alice", await site.OpenSessionAsync("Alice")), ("Bob", await site.OpenSessionAsync("Bob")), ("nobody", []),
        };
        var problems = new List<string>();
        var number = 0;

        foreach (var order in CachedSite.Permute(CachedSite.Middleware[..steps]))
        {
            number++;
            var authentication = Authentications[(number + (number / 6)) % 3];
            var isBuffered = number % 2 == 0;
            using var server = await site.StartAsync(order.Select(step => step.Use).Prepend(isBuffered ? Buffer : _ => { }));
            foreach (var page in CachedPagesController.Kept.Concat(CachedPagesController.Refused))
            {
                foreach (var (name, cookies) in visitors)
                {
                    var response = await server.GetAsync($"/pages/{page}", $"?auth={authentication}&order={number}", cookies);
                    if (FindProblem(response, page, name) is { } problem)
                    {
                        var names = string.Join(", ", order.Select(step => step.Name));
                        problems.Add($"{names}: {page}, {authentication}, buffered {isBuffered}, {name}: {problem}");
                    }
                }
            }

            // Both caches store the pages that may be cached.
            var plain = await GetTextAsync(
                server, $"/pages/{nameof(CachedPagesController.Plain)}", $"?order={number}", visitors[0].Cookies);
            Assert.Equal(
                plain,
                await GetTextAsync(server, $"/pages/{nameof(CachedPagesController.Plain)}", $"?order={number}", visitors[1].Cookies));
        }

        Assert.True(problems.Count == 0, $"{problems.Count} problems in {number} orders:\n{string.Join('\n', problems.Take(40))}");
    }

    // Like response compression, starts the response after the body is written.
    private static void Buffer(IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var body = context.Response.Body;
        await using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        await next(context);
        context.Response.Body = body;
        buffer.Position = 0;
        await buffer.CopyToAsync(body);
    });

    private static string? FindProblem(DirectResponse response, string page, string name)
    {
        if (response.Failure is { } failure)
        {
            return failure is InvalidOperationException
                && IsRefusal(page, failure.Message)
                && (GetText(response) == "" || GetText(response) == name)
                ? null
                : failure.ToString();
        }

        var text = response.Headers[CachedPagesController.NameHeader] is [var header] ? header! : GetText(response);
        var cacheControl = response.Headers.CacheControl.ToString();
        return text != name ? $"got '{text}'"
            : !cacheControl.Contains("private", StringComparison.Ordinal)
                || cacheControl.Contains("public", StringComparison.Ordinal) ? $"Cache-Control is '{cacheControl}'"
            : page != nameof(CachedPagesController.LatePrivate)
                && !response.Headers.Vary.ToString().Contains(HeaderNames.Cookie, StringComparison.Ordinal) ? "no Vary: Cookie"
            : page == nameof(CachedPagesController.TargetedHeader)
                && (response.Headers["CDN-Cache-Control"] != "no-store" || response.Headers["Surrogate-Control"] != "no-store")
                ? "a header for content delivery networks"
            : null;
    }

    private static bool IsRefusal(string page, string message) => page.StartsWith("Late", StringComparison.Ordinal)
        ? message.Contains("after the response has started", StringComparison.Ordinal)
            || message.Contains("AllowCacheStorage", StringComparison.Ordinal)
        : page.StartsWith("Stubborn", StringComparison.Ordinal) && message.Contains("AllowCacheStorage", StringComparison.Ordinal);

    private static async Task<string> GetTextAsync(DirectServer server, string path, string query, string[] cookies)
    {
        var response = await server.GetAsync(path, query, cookies);
        Assert.Null(response.Failure);
        return GetText(response);
    }

    private static string GetText(DirectResponse response) => Encoding.UTF8.GetString(response.Written.ToArray());
}
