using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Models.Evolution;

/// <summary>Concurrent changes of a session by several versions of a model.</summary>
public sealed class FormerKeyCommitTests
{
    private readonly AsyncBarrier _barrier = new(2);

    [Fact]
    public async Task Two_requests_that_move_one_list_keep_the_lines_of_both()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/first/hat");

        await Task.WhenAll(browser.ReadAsync("/moving/tie?meet=1"), browser.ReadAsync("/moving/shoe?meet=1"));

        Assert.Equal("hat,shoe,tie", await browser.ReadAsync("/lines"));
        Assert.DoesNotContain("cart", await browser.ReadAsync("/keys"));
    }

    [Fact]
    public async Task Two_requests_that_write_a_kept_key_are_merged_in_the_form_of_the_property()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/first/hat");

        await Task.WhenAll(browser.ReadAsync("/keeping/tie?meet=1"), browser.ReadAsync("/first/shoe?meet=1"));

        Assert.Equal("hat,shoe,tie", await browser.ReadAsync("/lines"));
        Assert.Contains("cart", await browser.ReadAsync("/keys"));
    }

    [Fact]
    public async Task A_change_of_the_former_key_during_a_move_is_counted()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/first/hat");

        await browser.ReadAsync("/overtaken");

        Assert.Equal("hat,tie", await browser.ReadAsync("/lines"));
        Assert.DoesNotContain("cart", await browser.ReadAsync("/keys"));
        Assert.Equal(1, site.Log.GetCount("Overlapped"));
    }

    [Fact]
    public async Task A_former_value_that_cannot_be_upgraded_is_logged_and_no_error()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/broken");

        Assert.Equal("0", await browser.ReadAsync("/visits"));
        Assert.Equal("1", await browser.ReadAsync("/visit"));
        Assert.Equal("1", await browser.ReadAsync("/visits"));
        Assert.Equal(1, site.Log.GetCount("UnreadableValue"));
    }

    [Fact]
    public async Task Reading_an_upgraded_value_writes_nothing()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/first/hat");
        var calls = site.Engine.Calls.Count;

        await browser.ReadAsync("/lines");

        Assert.Equal(["load"], site.Engine.Calls.Skip(calls));
    }

    private Task<TestSite> StartAsync() => TestSite.StartAsync(app =>
    {
        app.MapGet("/first/{product}", (HttpContext context, string product, int? meet)
            => ChangeAsync(context, meet, () => context.Session.As<FirstShop>().Cart.Add(new() { Product = product })));
        app.MapGet("/keeping/{product}", (HttpContext context, string product, int? meet)
            => ChangeAsync(context, meet, () => context.Session.As<KeepingShop>().Lines.Add(new() { Product = product })));
        app.MapGet("/moving/{product}", (HttpContext context, string product, int? meet)
            => ChangeAsync(context, meet, () => context.Session.As<MovingShop>().Lines.Add(new() { Product = product })));
        app.MapGet("/overtaken", async (HttpContext context) =>
        {
            context.Session.As<MovingShop>().Lines.Add(new() { Product = "tie" });
            using var other = new Browser(new Uri($"http://{context.Request.Host}"));
            other.Cookies["__Host-session"] = context.Request.Cookies["__Host-session"]!;
            await other.ReadAsync("/first/shoe");
        });
        app.MapGet("/lines", (HttpContext context)
            => string.Join(',', context.Session.As<MovingShop>().Lines.Select(static line => line.Product).Order()));
        app.MapGet("/keys", (HttpContext context) => string.Join(',', context.Session.Keys));
        app.MapGet("/broken", (HttpContext context) => context.Session.Set("v.visits", [0xFF, 0xFF, 0xFF, 0xFE]));
        app.MapGet("/visits", (HttpContext context) => $"{context.Session.As<MovingShop>().Visits.Number}");
        app.MapGet("/visit", (HttpContext context) => $"{++context.Session.As<MovingShop>().Visits.Number}");
    });

    private async Task ChangeAsync(HttpContext context, int? meet, Action change)
    {
        await context.Session.LoadAsync();
        if (meet is not null)
        {
            await _barrier.SignalAndWaitAsync();
        }

        change();
    }
}
