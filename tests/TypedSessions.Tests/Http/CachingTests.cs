using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>A cache never serves a page that depends on a session to another visitor.</summary>
public sealed class CachingTests
{
    [Theory]
    [InlineData("", "", "Cookie", "private")]
    [InlineData("Accept-Encoding", "public, max-age=60", "Accept-Encoding, Cookie", "max-age=60, private")]
    [InlineData("cookie", "no-store", "cookie", "no-store, private")]
    [InlineData("*", "private, max-age=5", "*", "private, max-age=5")]
    [InlineData("Accept", "s-maxage=9", "Accept, Cookie", "private")]
    [InlineData("", "not;a,header==", "Cookie", "private")]
    [InlineData("", "no-store, max-age=soon", "Cookie", "no-store, private")]
    [InlineData("", "public, s-maxage=x, No-Store, no-cache, must-revalidate", "Cookie", "must-revalidate, no-cache, no-store, private")]
    [InlineData("", "no-store, x=\"", "Cookie", "no-store, private")]
    [InlineData("", "public, private", "Cookie", "private")]
    [InlineData("", "private, s-maxage=9", "Cookie", "private")]
    [InlineData("", "private=\"x-name\"", "Cookie", "private")]
    public async Task A_response_that_used_the_session_has_cache_headers(
        string vary, string cacheControl, string expectedVary, string expectedCacheControl)
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
    public async Task An_output_cache_after_the_first_use_of_the_session_stores_nothing()
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

    [Theory]
    [InlineData("")]
    [InlineData("public, max-age=60")]
    [InlineData("max-age=60")]
    [InlineData("private=\"x-name\"")]
    public async Task A_first_use_after_the_start_of_a_response_that_caches_may_store_is_refused_each_time(string cacheControl)
    {
        Exception?[] thrown = [];
        await using var site = await TestSite.StartAsync(app => app.MapGet("/late", async (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = cacheControl;
            await context.Response.WriteAsync("started");
            thrown =
            [
                Record.Exception(() => context.Session.GetString("name")), Record.Exception(() => context.Session.GetString("name")),
                Record.Exception(() => ((ITypedSession)context.Session).TimeLeft),
            ];
        }));
        using var browser = site.Open();

        Assert.Equal("started", await browser.ReadAsync("/late"));

        Assert.All(
            thrown,
            exception => Assert.Contains(
                "set Cache-Control: private", Assert.IsType<InvalidOperationException>(exception).Message, StringComparison.Ordinal));
        Assert.Empty(site.Engine.TakeCalls());
    }

    [Theory]
    [InlineData("GET", "private, max-age=60")]
    [InlineData("GET", "no-store")]
    [InlineData("POST", "")]
    public async Task A_first_use_after_the_start_of_an_uncacheable_response_is_allowed(string method, string cacheControl)
    {
        await using var site = await TestSite.StartAsync(app => app.MapMethods("/late", [method], async (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = cacheControl;
            await context.Response.WriteAsync("Hello ");
            await context.Response.WriteAsync(context.Session.GetString("name") ?? "nobody");
        }));
        using var browser = site.Open();

        using var response = await browser.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/late"));

        Assert.Equal("Hello nobody", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Middleware_that_writes_its_headers_last_makes_no_page_public_that_used_the_session()
    {
        await using var site = await TestSite.StartAsync(
            app => app.MapGet("/hello", (HttpContext context) => $"Hello {context.Session.GetString("name")}"),
            outer: app => app.Use((context, next) =>
            {
                // Registered first, so it runs last.
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers.Remove(HeaderNames.Vary);
                    context.Response.Headers.CacheControl = "public, max-age=60";
                    return Task.CompletedTask;
                });
                return next(context);
            }));
        using var browser = site.Open();

        using var response = await browser.GetAsync("/hello");

        Assert.Equal("max-age=60, private", response.Headers.GetValues(HeaderNames.CacheControl).Single());
        Assert.Equal([HeaderNames.Cookie], response.Headers.Vary);
    }

    [Fact]
    public async Task The_next_request_of_the_connection_may_be_public_again()
    {
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/hello", (HttpContext context) => $"Hello {context.Session.GetString("name")}");
            app.MapGet("/news", (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=60";
                return "news";
            });
        });
        await using var connection = await site.ConnectAsync();

        Assert.Contains(
            "Cache-Control: private",
            await connection.ExchangeAsync("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"),
            StringComparison.Ordinal);
        Assert.Contains(
            "Cache-Control: public, max-age=60",
            await connection.ExchangeAsync("GET /news HTTP/1.1\r\nHost: localhost\r\n\r\n"),
            StringComparison.Ordinal);
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
