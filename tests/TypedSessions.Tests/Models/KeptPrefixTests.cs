using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Models;

/// <summary>Former and retired keys, maps and flash values with a prefix that the application sets.</summary>
public sealed class KeptPrefixTests
{
    [Fact]
    public async Task A_flash_value_of_a_former_key_that_is_set_again_stays_for_the_next_request()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/put");

        Assert.Equal("hi", await browser.ReadAsync("/show-again"));
        Assert.Equal("hi", await browser.ReadAsync("/show"));
        Assert.Equal("", await browser.ReadAsync("/show"));
    }

    [Fact]
    public async Task A_flash_item_of_a_former_key_is_removed_when_it_was_read()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/put");

        Assert.Equal("x=yo", await browser.ReadAsync("/messages"));
        Assert.Equal("", await browser.ReadAsync("/messages"));
        Assert.Equal("a.kf.draft-1 a.kf.info a.kf.visits kf.info", await browser.ReadAsync("/keys"));
    }

    [Fact]
    public async Task Sums_under_a_former_key_are_merged_there_and_retired_items_are_removed()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/put");
        using var other = browser.Copy();
        site.Engine.Before = async call =>
        {
            if (call == "update")
            {
                site.Engine.Before = null;
                await other.ReadAsync("/visit");
            }
        };

        Assert.Equal("2", await browser.ReadAsync("/visit"));

        Assert.Equal("a.kf.info a.kf.msg-x a.kf.visits kf.info", await browser.ReadAsync("/keys"));
        Assert.Equal("4", await browser.ReadAsync("/visit"));
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(
        static app =>
        {
            app.MapGet("/put", static (ISession session) =>
            {
                session.SetString("a.kf.info", "hi");
                session.SetString("kf.info", "not here");
                session.SetString("a.kf.msg-x", "yo");
                session.SetString("a.kf.draft-1", "d");
                session.SetInt32("a.kf.visits", 1);
            });
            app.MapGet("/show", static (KeepingPrefixedShop shop) => shop.Info ?? "");
            app.MapGet("/show-again", static (KeepingPrefixedShop shop) => shop.Info = shop.Info);
            app.MapGet("/messages", static (KeepingPrefixedShop shop)
                => string.Join(' ', shop.Messages.Select(static item => $"{item.Key}={item.Value}")));
            app.MapGet("/visit", static (KeepingPrefixedShop shop) => ++shop.Visits);
            app.MapGet("/keys", static (ISession session) => string.Join(' ', session.Keys.Order(StringComparer.Ordinal)));
        },
        services: static (_, sessions)
            => sessions.AddModel<KeepingPrefixedShop>(static options => options.PrefixProvider = static _ => "a."));
}
