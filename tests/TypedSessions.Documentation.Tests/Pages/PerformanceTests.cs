using TypedSessions.Documentation.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/performance.md")]
public sealed class PerformanceTests
{
    [Fact]
    [Paste("app.MapGet(\"/report\"")]
    public async Task An_announced_session_is_there_where_synchronous_loads_are_forbidden()
    {
        await using var site = await Project.RunAsync("""
            builder.Services.AddTypedSessions(options => options.AllowSynchronousLoad = false);
            app.MapGet("/set", (ISession session) => session.SetInt32("visits", 3));
            """);
        using var visitor = site.Open();
        await visitor.GetAsync("/set");
        Assert.Equal("3", await visitor.ReadAsync("/report"));
    }

    [Fact]
    [Paste("public partial List<int> Seen")]
    public async Task A_list_that_was_read_and_changed_in_place_is_stored()
    {
        await using var site = await Project.RunAsync("""
            app.MapGet("/see", (ShopSession shop) => { shop.Seen.Add(1); return shop.Seen.Count; });
            """);
        using var visitor = site.Open();
        Assert.Equal("1", await visitor.ReadAsync("/see"));
        Assert.Equal("2", await visitor.ReadAsync("/see"));
    }
}
