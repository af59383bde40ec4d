using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Branches of the pipeline, and middleware that replaces the request's service scope.</summary>
public sealed class BranchTests
{
    [Theory]
    [InlineData("/branch")]
    [InlineData("/when")]
    public async Task The_session_is_available_in_a_branch(string path)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        Assert.Equal("1", await browser.ReadAsync(path));
        Assert.Equal("2", await browser.ReadAsync(path));
    }

    [Fact]
    public async Task Sessions_can_be_limited_to_a_branch()
    {
        await using var site = await TestSite.StartAsync(_ => { }, outer: app =>
        {
            app.Map("/shop", shop =>
            {
                shop.UseTypedSessions();
                shop.Run(CountAsync);
            });
            app.Map("/plain", plain => plain.Run(context =>
                context.Response.WriteAsync(context.Features.Get<ISessionFeature>() is null ? "none" : "some")));
        });
        using var browser = site.Open();

        Assert.Equal("1", await browser.ReadAsync("/shop"));
        Assert.Equal("2", await browser.ReadAsync("/shop"));
        Assert.Equal("none", await browser.ReadAsync("/plain"));
    }

    [Theory]
    [InlineData("/scoped")]
    [InlineData("/provider")]
    public async Task A_scope_that_replaces_that_of_the_request_has_the_same_session(string path)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        Assert.Equal("7 7", await browser.ReadAsync(path));
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(
        app =>
        {
            app.Map("/branch", branch => branch.Run(CountAsync));
            app.UseWhen(
                context => context.Request.Path == "/when",
                branch => branch.Use((HttpContext context, RequestDelegate _) => CountAsync(context)));
            app.Map("/scoped", branch => branch.Run(async context =>
            {
                var outer = context.RequestServices;
                context.RequestServices.GetRequiredService<CounterSession>().Count = 7;
                await using var scope = outer.CreateAsyncScope();
                context.RequestServices = scope.ServiceProvider;
                var inner = context.RequestServices.GetRequiredService<CounterSession>().Count;
                context.RequestServices = outer;
                await context.Response.WriteAsync($"{inner} {context.RequestServices.GetRequiredService<CounterSession>().Count}");
            }));
            app.Map("/provider", branch => branch.Run(context =>
            {
                var counter = context.RequestServices.GetRequiredService<CounterSession>();
                counter.Count = 7;
                return context.Response.WriteAsync($"{counter.Count} {context.Session.GetInt32("count")}");
            }));
        },
        services: (_, sessions) => sessions.AddModel<CounterSession>(),
        outer: app => app.Use(async (context, next) =>
        {
            // Sets its own feature before the session middleware runs, like a multi-tenant container.
            if (context.Request.Path != "/provider")
            {
                await next(context);
                return;
            }

            await using var scope = app.Services.CreateAsyncScope();
            var before = context.Features.Get<IServiceProvidersFeature>();
            context.Features.Set<IServiceProvidersFeature>(new Tenant { RequestServices = scope.ServiceProvider });
            await next(context);
            context.Features.Set(before);
        }));

    private static Task CountAsync(HttpContext context)
    {
        var count = (context.Session.GetInt32("count") ?? 0) + 1;
        context.Session.SetInt32("count", count);
        return context.Response.WriteAsync(count.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private sealed class Tenant : IServiceProvidersFeature
    {
        public required IServiceProvider RequestServices { get; set; }
    }
}
