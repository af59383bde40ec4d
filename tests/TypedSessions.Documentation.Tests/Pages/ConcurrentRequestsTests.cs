using System.Net;
using TypedSessions.Documentation.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/concurrent-requests.md")]
public sealed class ConcurrentRequestsTests
{
    // The requests of the probe wait for each other after loading the session.
    private const string Together = """
        var together = new Barrier(2);
        """;

    [Fact]
    [Paste("public partial class CartSession")]
    public async Task Concurrent_additions_to_a_list_are_all_kept()
    {
        await using var site = await Project.RunAsync($$"""
            {{Together}}
            app.MapPost("/slow/{book}", async (CartSession cart, string book) =>
            {
                await Task.Run(together.SignalAndWait);
                cart.Lines.Add(new CartLine { Book = book, Count = 1 });
            });
            app.MapGet("/books", (CartSession cart) => string.Join(' ', cart.Lines.Select(line => line.Book).Order()));
            """);
        using var visitor = site.Open();
        await visitor.PostAsync("/cart/atlas");
        await Task.WhenAll(visitor.PostAsync("/slow/bible"), visitor.PostAsync("/slow/comic"));
        Assert.Equal("atlas bible comic", await visitor.ReadAsync("/books"));
    }

    [Fact]
    [Paste("public partial class ListSession")]
    public async Task Items_of_a_map_are_changed_at_once_and_stored_under_their_keys()
    {
        await using var site = await Project.RunAsync($$"""
            {{Together}}
            app.MapPost("/slow/{list}/{book}", async (ListSession session, string list, string book) =>
            {
                await Task.Run(together.SignalAndWait);
                session.Lists[list].Add(book);
            });
            app.MapGet("/keys", (ListSession session) => string.Join(' ', session.Session.Keys.Order()));
            """);
        using var visitor = site.Open();
        await visitor.PostAsync("/lists/summer/atlas");
        await Task.WhenAll(visitor.PostAsync("/slow/winter/bible"), visitor.PostAsync("/slow/summer/comic"));

        Assert.Equal("""["summer: atlas, comic","winter: bible"]""", await visitor.ReadAsync("/lists"));
        Assert.Equal("list-summer list-winter", await visitor.ReadAsync("/keys"));
    }

    [Fact]
    [Paste("public partial class VisitorSession")]
    [Paste("app.MapPost(\"/choose/{seat}\"")]
    public async Task Concurrent_increments_are_added_and_a_conflict_can_be_handled()
    {
        await using var site = await Project.RunAsync($$"""
            {{Together}}
            app.MapPost("/slow", async (VisitorSession visitor) =>
            {
                await Task.Run(together.SignalAndWait);
                visitor.Visits++;
            });
            app.MapGet("/visits", (VisitorSession visitor) => visitor.Visits);
            app.MapGet("/seat", (VisitorSession visitor) => visitor.Seat);
            app.MapPost("/slow/{seat}", async (VisitorSession visitor, string seat) =>
            {
                await Task.Run(together.SignalAndWait);
                visitor.Seat = seat;
            });
            """);
        using var visitor = site.Open();
        Assert.Equal("1", await (await visitor.PostAsync("/visit")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await Task.WhenAll(visitor.PostAsync("/slow"), visitor.PostAsync("/slow"));
        Assert.Equal("3", await visitor.ReadAsync("/visits"));

        var answers = await Task.WhenAll(visitor.PostAsync("/slow/1A"), visitor.PostAsync("/slow/2B"));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(static answer => answer.StatusCode).Order());
        Assert.Contains(await visitor.ReadAsync("/seat"), new[] { "1A", "2B" });
        Assert.Equal(HttpStatusCode.OK, (await visitor.PostAsync("/choose/3C")).StatusCode);
        await visitor.PostAsync("/seat/4D");
        Assert.Equal("4D", await visitor.ReadAsync("/seat"));
    }
}
