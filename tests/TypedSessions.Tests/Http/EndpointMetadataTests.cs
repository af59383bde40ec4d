using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Endpoint metadata for the session: read only, no touch, disabled.</summary>
public sealed class EndpointMetadataTests
{
    private static readonly Dictionary<string, Action<ISession>> Writes = new()
    {
        ["set"] = session => session.SetString("name", "Eve"),
        ["remove"] = session => session.Remove("name"),
        ["clear"] = session => session.Clear(),
        ["expiry"] = session => session.Expiry = SessionExpiry.Idle(TimeSpan.FromMinutes(1)),
        ["owner"] = session => session.Owner = "eve",
        ["no owner"] = session => session.Owner = null,
        ["rename"] = session => session.RegenerateId(),
        ["end"] = session => session.Abandon(),
        ["test cookie"] = session => session.SetTestCookie(),
#pragma warning disable TSES031 // The call throws, so a check before it would have no effect.
        ["no test cookie"] = session => session.DeleteTestCookie(),
#pragma warning restore TSES031
        ["model"] = session => session.As<CounterSession>().Count = 7,
        ["in place"] = session => session.As<CounterSession>().Lines.Add("milk"),
    };

    public static TheoryData<string> Kinds => [.. Writes.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_read_only_endpoint_cannot_change_the_session_in_any_way(string kind)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/begin");
        site.Engine.TakeCalls();

        using var response = await browser.GetAsync($"/read-only/{kind}");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(response.SetCookies());
        Assert.Equal(["load"], site.Engine.TakeCalls());
        Assert.Contains(
            site.Log.Entries,
            entry => entry.Text.Contains("/read-only/{kind}' may read the session but not change it", StringComparison.Ordinal));
        Assert.Equal("Ada 3 tea", await browser.ReadAsync("/read-only"));
    }

    [Theory]
    [InlineData("/read-only", false)]
    [InlineData("/read-only", true)]
    [InlineData("/no-touch", false)]
    [InlineData("/no-touch", true)]
    public async Task Reading_read_only_or_without_touch_renews_nothing(string path, bool renewOnEveryRequest)
    {
        await using var site = await StartAsync(options => options.RenewOnEveryRequest = renewOnEveryRequest);
        using var browser = site.Open();
        await browser.ReadAsync("/begin");
        site.Engine.TakeCalls();
        site.Clock.Advance(TimeSpan.FromDays(13));

        using (var response = await browser.GetAsync(path))
        {
            Assert.Equal("Ada 3 tea", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Empty(response.SetCookies());
        }

        Assert.Equal(["load"], site.Engine.TakeCalls());
        site.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(" 0 ", await browser.ReadAsync("/read-only"));
    }

    [Fact]
    public async Task An_endpoint_without_touch_can_change_the_session_without_renewing_it()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/begin");
        site.Clock.Advance(TimeSpan.FromDays(13));
        site.Engine.TakeCalls();

        using (var response = await browser.GetAsync("/no-touch/model"))
        {
            Assert.Empty(response.SetCookies());
        }

        Assert.Equal(["load", "update"], site.Engine.TakeCalls());
        Assert.Equal("Ada 7 tea", await browser.ReadAsync("/no-touch"));
        site.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(" 0 ", await browser.ReadAsync("/read-only"));
    }

    [Fact]
    public async Task An_expiry_that_is_set_without_touch_counts()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/begin");

        await browser.ReadAsync("/no-touch/expiry");

        site.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(" 0 ", await browser.ReadAsync("/read-only"));
    }

    [Theory]
    [InlineData("/disabled/model")]
    [InlineData("/disabled/session")]
    [InlineData("/disabled/context")]
    [InlineData("/metadata/disabled")]
    public async Task Using_the_session_on_an_endpoint_without_one_throws(string path)
    {
        await using var site = await StartAsync(options => options.RenewOnEveryRequest = true);
        using var browser = site.Open();
        await browser.ReadAsync("/begin");
        site.Engine.TakeCalls();

        using var response = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(site.Engine.TakeCalls());
        Assert.Contains(site.Log.Entries, entry => entry.Text.Contains("' has no session: [DisableSession]", StringComparison.Ordinal)
            && entry.Text.Contains(path is "/metadata/disabled" ? nameof(MetadataController.Disabled) : path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_endpoint_without_a_session_works_if_its_code_does_not_use_one()
    {
        await using var site = await StartAsync(options => options.RenewOnEveryRequest = true);
        using var browser = site.Open();
        await browser.ReadAsync("/begin");
        site.Engine.TakeCalls();

        using var response = await browser.GetAsync("/disabled/quiet");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(site.Engine.TakeCalls());
        Assert.Empty(response.SetCookies());
        Assert.Empty(response.Headers.Vary);
    }

    [Theory]
    [InlineData("/disabled/but-here", "Ada 3 tea")]
    [InlineData("/metadata/read-only", "Ada 3 tea")]
    public async Task The_most_specific_metadata_wins(string path, string expected)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/begin");

        Assert.Equal(expected, await browser.ReadAsync(path));
    }

    [Fact]
    public async Task A_read_only_error_page_does_not_lose_changes_in_place_of_the_endpoint()
    {
        await using var site = await StartAsync(outer: app => app.UseStatusCodePagesWithReExecute("/read-only"));
        using var browser = site.Open();
        await browser.ReadAsync("/begin");

        using (var response = await browser.GetAsync("/add-and-miss"))
        {
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Equal("Ada 3 tea sugar", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal("Ada 3 tea sugar", await browser.ReadAsync("/read-only"));
    }

    [Theory]
    [InlineData("/disabled/miss")]
    [InlineData("/read-only-miss")]
    public async Task Endpoint_metadata_does_not_apply_to_a_re_executed_error_page(string path)
    {
        await using var site = await StartAsync(inner: app => app.UseStatusCodePagesWithReExecute("/count"));
        using var browser = site.Open();
        await browser.ReadAsync("/begin");

        using (var response = await browser.GetAsync(path))
        {
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Equal("4", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal("Ada 4 tea", await browser.ReadAsync("/read-only"));
    }

    private static Task<TestSite> StartAsync(
        Action<TypedSessionsOptions>? options = null,
        Action<WebApplication>? outer = null,
        Action<WebApplication>? inner = null) => TestSite.StartAsync(
        app =>
        {
            inner?.Invoke(app);
            app.MapGet("/count", (CounterSession counter) => ++counter.Count);
            app.MapGet("/read-only-miss", () => Results.NotFound()).ReadOnlySession();
            app.MapControllers();
            app.MapGet("/begin", (CounterSession counter) =>
            {
                (counter.Name, counter.Count) = ("Ada", 3);
                counter.Lines.Add("tea");
            });
            app.MapGet("/add-and-miss", (CounterSession counter) =>
            {
                counter.Lines.Add("sugar");
                return Results.NotFound();
            });
            app.MapGet("/read-only", Describe).ReadOnlySession();
            app.MapGet("/read-only/{kind}", (string kind, ISession session) => Writes[kind](session)).ReadOnlySession();
            app.MapGet("/no-touch", Describe).NoTouchSession();
            app.MapGet("/no-touch/{kind}", (string kind, ISession session) => Writes[kind](session)).NoTouchSession();

            var disabled = app.MapGroup("/disabled").DisableSession();
            disabled.MapGet("/model", (CounterSession counter) => counter.Count);
            disabled.MapGet("/session", (HttpContext context) => context.RequestServices.GetRequiredService<ISession>().Id);
            disabled.MapGet("/context", (HttpContext context) => context.Session.Id);
            disabled.MapGet("/miss", () => Results.NotFound());
            disabled.MapGet("/quiet", () => "quiet");
            disabled.MapGet("/but-here", Describe).PreloadSession();
        },
        options,
        (services, sessions) =>
        {
            sessions.AddModel<CounterSession>();
            services.AddControllers().AddApplicationPart(typeof(MetadataController).Assembly);
        },
        outer);

    private static string Describe(CounterSession counter) => $"{counter.Name} {counter.Count} {string.Join(' ', counter.Lines)}";
}

[ApiController]
[Route("metadata")]
[DisableSession]
public sealed class MetadataController : ControllerBase
{
    [HttpGet("disabled")]
    public string Disabled() => HttpContext.Session.Id;

    [HttpGet("read-only")]
    [ReadOnlySession]
    public string ReadOnly([FromServices] CounterSession counter) => $"{counter.Name} {counter.Count} {string.Join(' ', counter.Lines)}";
}
