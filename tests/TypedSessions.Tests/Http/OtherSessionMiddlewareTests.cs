using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>TempData and ASP.NET Core's session middleware in the same application.</summary>
public sealed class OtherSessionMiddlewareTests
{
    [Fact]
    public async Task TempData_is_stored_in_the_session()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        using (var response = await browser.GetAsync("/neighbours/redirect"))
        {
            Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
            Assert.Equal("__Host-session", Assert.Single(response.SetCookies()).Name.Value);
        }

        Assert.Equal(["create"], site.Engine.TakeCalls());
        Assert.Equal("Saved.", await browser.ReadAsync("/neighbours/show"));
        Assert.Equal("", await browser.ReadAsync("/neighbours/show"));
    }

    [Fact]
    public async Task UseSession_after_UseTypedSessions_is_an_error_at_start()
        => AssertRemedy(await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(inner: app => app.UseSession())));

    [Fact]
    public async Task UseSession_before_UseTypedSessions_is_an_error_at_start()
        => AssertRemedy(await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(outer: app => app.UseSession())));

    [Fact]
    public async Task UseSession_in_a_branch_is_an_error_at_start()
        => AssertRemedy(await Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync(inner: app => app.Map("/old", branch => branch.UseSession()))));

    [Fact]
    public async Task UseSession_in_a_startup_filter_is_an_error_at_start()
        => AssertRemedy(await Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync(services: services => services.AddSingleton<IStartupFilter, PackageFilter>())));

    [Fact]
    public async Task UseSession_without_AddSession_is_an_error_at_start()
        => AssertRemedy(await Assert.ThrowsAsync<InvalidOperationException>(
            () => TestSite.StartAsync(app => app.UseSession(), services: (services, _) => services.AddDataProtection())));

    [Fact]
    public async Task UseSession_with_AddSession_before_AddTypedSessions_is_an_error_at_start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        AddStockSession(builder.Services);
        builder.Services.AddTypedSessions().UseMemory();
        await using var app = builder.Build();
        app.UseSession();

        AssertRemedy(await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Calling_UseTypedSessions_twice_adds_one_middleware()
    {
        await using var site = await StartAsync(outer: app => app.UseTypedSessions());
        using var browser = site.Open();

        using var response = await browser.GetAsync("/set");

        Assert.Single(response.SetCookies());
        Assert.Equal(["create"], site.Engine.TakeCalls());
    }

    private static void AddStockSession(IServiceCollection services) => services.AddDistributedMemoryCache().AddSession();

    private static void AssertRemedy(InvalidOperationException exception)
        => Assert.Contains("Remove app.UseSession()", exception.Message);

    private static Task<TestSite> StartAsync(
        Action<WebApplication>? inner = null, Action<WebApplication>? outer = null, Action<IServiceCollection>? services = null)
        => TestSite.StartAsync(
            app =>
            {
                inner?.Invoke(app);
                app.MapControllers();
                app.MapGet("/set", (HttpContext context) => context.Session.SetString("name", "Ada"));
            },
            services: (collection, _) =>
            {
                collection.AddControllersWithViews()
                    .AddSessionStateTempDataProvider()
                    .AddApplicationPart(typeof(NeighboursController).Assembly);
                collection.AddSession();
                services?.Invoke(collection);
            },
            outer: outer);

    private sealed class PackageFilter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseSession();
            next(app);
        };
    }
}

[Route("neighbours")]
public sealed class NeighboursController(ITempDataDictionaryFactory factory) : Controller
{
    [HttpGet("redirect")]
    public IActionResult Leave()
    {
        factory.GetTempData(HttpContext)["message"] = "Saved.";
        return Redirect("/neighbours/show");
    }

    [HttpGet("show")]
    public string Show() => TempData["message"] as string ?? "";
}
