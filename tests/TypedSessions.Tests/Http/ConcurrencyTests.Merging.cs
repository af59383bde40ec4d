using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Concurrent requests that change one value.</summary>
public abstract partial class ConcurrencyTests
{
    private static readonly int MergeRounds = LongForm.Merges(unlessSet: 3);

    /// <summary>Whether the engine supports a second node on the same store.</summary>
    protected virtual bool HasNodes => false;

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(16)]
    public async Task Concurrent_additions_to_a_cart_lose_no_line_and_no_count(int requests)
    {
        await using var nodes = await StartNodesAsync();
        for (var round = 0; round < MergeRounds; round++)
        {
            using var browser = nodes.Open();
            await browser.ReadAsync("/add/first");

            await nodes.RunAtOnceAsync(browser, [.. Enumerable.Range(1, requests).Select(static product => $"/add/{product}")]);

            var expected = Enumerable.Range(1, requests).Select(static product => $"{product}:1").Append("first:1");
            Assert.Equal(expected.Order(StringComparer.Ordinal), await ReadCartAsync(browser));
            Assert.Equal(requests + 1, await CountVisitsAsync(browser));
        }
    }

    [Fact]
    public async Task Concurrent_additions_removals_and_changes_of_different_lines_are_all_kept()
    {
        await using var nodes = await StartNodesAsync();
        for (var round = 0; round < MergeRounds; round++)
        {
            using var browser = nodes.Open();
            foreach (var product in new[] { "hat", "shoe", "sock", "tie" })
            {
                await browser.ReadAsync($"/add/{product}");
            }

            await nodes.RunAtOnceAsync(
                browser, ["/remove/hat", "/change/shoe/5", "/add/belt", "/remove/tie", "/change/sock/7", "/add/coat"]);

            Assert.Equal(["belt:1", "coat:1", "shoe:5", "sock:7"], await ReadCartAsync(browser));
        }
    }

    [Fact]
    public async Task The_later_of_two_concurrent_changes_of_a_line_wins_without_duplicating_it()
    {
        await using var nodes = await StartNodesAsync();
        for (var round = 0; round < MergeRounds; round++)
        {
            using var browser = nodes.Open();
            await browser.ReadAsync("/add/hat");

            await nodes.RunAtOnceAsync(browser, ["/change/hat/5", "/change/hat/6"]);

            Assert.Contains(await browser.ReadAsync("/cart"), new[] { "hat:5", "hat:6" });
        }
    }

    [Fact]
    public async Task One_of_two_concurrent_changes_of_an_unmergeable_value_returns_409()
    {
        await using var nodes = await StartNodesAsync();
        for (var round = 0; round < MergeRounds; round++)
        {
            using var browser = nodes.Open();
            await browser.ReadAsync("/add/hat");

            var answers = await nodes.RunAtOnceAsync(browser, ["/seat/1A", "/seat/2B"]);

            Assert.Equal([200, 409], answers.Order());
            Assert.Equal(answers[0] == 200 ? "1A" : "2B", await browser.ReadAsync("/seat"));
        }
    }

    [Fact]
    public async Task Concurrent_changes_of_different_items_of_a_map_are_all_kept()
    {
        await using var nodes = await StartNodesAsync();
        for (var round = 0; round < MergeRounds; round++)
        {
            using var browser = nodes.Open();
            await browser.ReadAsync("/note/hat/blue");
            await browser.ReadAsync("/note/tie/red");

            await nodes.RunAtOnceAsync(browser, ["/note/hat/large", "/note/shoe/black", "/note/sock/white", "/remove-notes/tie"]);

            Assert.Equal("hat:blue,large shoe:black sock:white", await browser.ReadAsync("/notes"));
        }
    }

    internal static void MapMerging(WebApplication app)
    {
        app.MapGet("/add/{product}", (string product, HttpContext context) =>
        {
            var cart = context.Session.As<MergingCart>();
            cart.Lines.Add(new() { Product = product, Count = 1 });
            cart.Visits++;
        });
        app.MapGet("/remove/{product}", (string product, HttpContext context) =>
        {
            context.Session.As<MergingCart>().Lines.RemoveAll(line => line.Product == product);
        });
        app.MapGet("/change/{product}/{count:int}", (string product, int count, HttpContext context) =>
        {
            context.Session.As<MergingCart>().Lines.Single(line => line.Product == product).Count = count;
        });
        app.MapGet("/cart", (HttpContext context)
            => string.Join(' ', context.Session.As<MergingCart>().Lines.Select(static line => $"{line.Product}:{line.Count}")));
        app.MapGet("/visits", (HttpContext context) => context.Session.As<MergingCart>().Visits);
        app.MapGet("/note/{product}/{text}", (string product, string text, HttpContext context) =>
        {
            context.Session.As<MergingCart>().Notes[product].Add(text);
        });
        app.MapGet("/remove-notes/{product}", (string product, HttpContext context) =>
        {
            context.Session.As<MergingCart>().Notes.Remove(product);
        });
        app.MapGet("/notes", (HttpContext context) => string.Join(
            ' ',
            context.Session.As<MergingCart>().Notes.OrderBy(static note => note.Key, StringComparer.Ordinal)
                .Select(static note => $"{note.Key}:{string.Join(',', note.Value)}")));
        app.MapGet("/seat/{seat}", (string seat, HttpContext context) => { context.Session.As<MergingCart>().Seat = seat; });
        app.MapGet("/seat", (HttpContext context) => context.Session.As<MergingCart>().Seat);
    }

    private static async Task<IEnumerable<string>> ReadCartAsync(Browser browser)
        => (await browser.ReadAsync("/cart")).Split(' ').Order(StringComparer.Ordinal);

    private static async Task<int> CountVisitsAsync(Browser browser)
        => int.Parse(await browser.ReadAsync("/visits"), CultureInfo.InvariantCulture);

    private async Task<Nodes> StartNodesAsync()
    {
        var first = await StartSiteAsync();
        return new Nodes(first, HasNodes ? await StartSiteAsync() : first);
    }

    /// <summary>One or two sites on one store.</summary>
    private sealed class Nodes(TestSite first, TestSite second) : IAsyncDisposable
    {
        public Browser Open() => first.Open();

        /// <summary>Sends requests of a browser to the nodes in turn. All load the session before the first one commits.</summary>
        /// <returns>The status codes.</returns>
        public async Task<int[]> RunAtOnceAsync(Browser browser, string[] paths)
        {
            var allHaveLoaded = new AsyncBarrier(paths.Length);
            Func<string, Task> waitBeforeUpdate = call => call == "update" ? allHaveLoaded.SignalAndWaitAsync() : Task.CompletedTask;
            (first.Engine.Before, second.Engine.Before) = (waitBeforeUpdate, waitBeforeUpdate);
            var answers = await Task.WhenAll(paths.Select((path, i) => GetAsync(browser, i % 2 == 0 ? first : second, path)));
            (first.Engine.Before, second.Engine.Before) = (null, null);

            // A node with a cache may return its copy for a short time.
            first.Clock.Advance(TimeSpan.FromMinutes(1));
            if (second != first)
            {
                second.Clock.Advance(TimeSpan.FromMinutes(1));
            }

            return answers;
        }

        public async ValueTask DisposeAsync()
        {
            await first.DisposeAsync();
            if (second != first)
            {
                await second.DisposeAsync();
            }
        }

        private static async Task<int> GetAsync(Browser browser, TestSite node, string path)
        {
            using var elsewhere = browser.MoveTo(node.Address);
            using var response = await elsewhere.GetAsync(path);
            return (int)response.StatusCode;
        }
    }
}
