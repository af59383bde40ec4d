using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>A page that depends on a session reaches nobody else through a cache.</summary>
public sealed class CachingTests
{
    [Theory]
    [InlineData("", "", "Cookie", "private")]
    [InlineData("Accept-Encoding", "public, max-age=60", "Accept-Encoding, Cookie", "max-age=60, private")]
    [InlineData("cookie", "no-store", "cookie", "no-store, private")]
    [InlineData("*", "private, max-age=5", "*", "private, max-age=5")]
    [InlineData("Accept", "s-maxage=9", "Accept, Cookie", "private")]
    [InlineData("", "not;a,header==", "Cookie", "private")]
    public async Task A_response_that_used_the_session_says_so_to_caches(string vary, string cacheControl, string expectedVary, string expectedCacheControl)
    {
        await using var site = await TestSite.StartAsync(app => app.MapGet("/get", (HttpContext context) =>
        {
            context.Response.Headers.Vary = vary == "" ? default : vary;
            context.Response.Headers.CacheControl = cacheControl == "" ? default : cacheControl;
            return context.Session.GetString("name") ?? "none";
        }));
        using var browser = site.Open();

        using var response = await browser.GetAsync("/get");

        Assert.Equal(expectedVary, string.Join(", ", response.Headers.GetValues(HeaderNames.Vary)));
        Assert.Equal(
            expectedCacheControl.Split(", ").Order(),
            string.Join(", ", response.Headers.GetValues(HeaderNames.CacheControl)).Split(", ").Order());
    }

    [Fact]
    public async Task An_output_cache_does_not_serve_one_visitor_the_page_of_another()
    {
        await using var site = await TestSite.StartAsync(
            app =>
            {
                app.UseOutputCache();
                app.MapGet("/set/{name}", (string name, HttpContext context) => context.Session.SetString("name", name))
                    .CacheOutput(policy => policy.NoCache());
                app.MapGet("/hello", (HttpContext context) => $"Hello {context.Session.GetString("name")}");
                app.MapGet("/news", () => Guid.NewGuid().ToString());
            },
            services: (services, _) => services.AddOutputCache(options => options.AddBasePolicy(policy => policy.Cache())));
        using var alice = site.Open();
        using var bob = site.Open();
        await alice.ReadAsync("/set/Alice");
        await bob.ReadAsync("/set/Bob");

        Assert.Equal("Hello Alice", await alice.ReadAsync("/hello"));
        Assert.Equal("Hello Bob", await bob.ReadAsync("/hello"));
        Assert.Equal(await alice.ReadAsync("/news"), await bob.ReadAsync("/news"));
    }

    [Fact]
    public async Task An_output_cache_behind_the_code_that_read_the_session_keeps_nothing()
    {
        await using var site = await TestSite.StartAsync(
            app =>
            {
                app.Use((context, next) =>
                {
                    context.Items["name"] = context.Session.GetString("name");
                    return next(context);
                });
                app.UseOutputCache();
                app.MapGet("/set/{name}", (string name, HttpContext context) => context.Session.SetString("name", name))
                    .CacheOutput(policy => policy.NoCache());
                app.MapGet("/hello", (HttpContext context) => $"Hello {context.Items["name"]}");
            },
            services: (services, _) => services.AddOutputCache(options => options.AddBasePolicy(policy => policy.Cache())));

        await AssertEachIsGreetedAsync(site);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_response_cache_does_not_serve_one_visitor_the_page_of_another(bool setsTheHeaderLast)
    {
        await using var site = await TestSite.StartAsync(
            app =>
            {
                app.UseResponseCaching();
                app.MapGet("/set/{name}", (string name, HttpContext context) => context.Session.SetString("name", name));
                app.MapGet("/hello", async (HttpContext context) =>
                {
                    context.Response.Headers.CacheControl = setsTheHeaderLast ? default(string?) : "public, max-age=60";
                    var name = context.Session.GetString("name");
                    if (setsTheHeaderLast)
                    {
                        context.Response.Headers.CacheControl = "public, max-age=60";
                    }

                    await context.Response.WriteAsync($"Hello {name}");
                });
            },
            services: (services, _) => services.AddResponseCaching());

        await AssertEachIsGreetedAsync(site);
    }

    private static async Task AssertEachIsGreetedAsync(TestSite site)
    {
        using var alice = site.Open();
        using var bob = site.Open();
        using var anonymous = site.Open();
        await alice.ReadAsync("/set/Alice");
        await bob.ReadAsync("/set/Bob");

        Assert.Equal("Hello Alice", await alice.ReadAsync("/hello"));
        Assert.Equal("Hello Bob", await bob.ReadAsync("/hello"));
        Assert.Equal("Hello ", await anonymous.ReadAsync("/hello"));
    }
}
