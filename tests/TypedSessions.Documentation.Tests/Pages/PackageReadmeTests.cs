using TypedSessions.Documentation.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("src/TypedSessions/PACKAGE.md")]
public sealed class PackageReadmeTests
{
    [Fact]
    [Paste("UseDatabase(SqliteFactory.Instance, \"Data Source=shop.db\")")]
    [Paste("public partial class ShopSession")]
    public async Task The_site_counts_visits()
    {
        await using var site = await Project.RunAsync();
        using var visitor = site.Open();
        Assert.Equal("Visit 1", await visitor.ReadAsync("/"));
        Assert.Equal("Visit 2", await visitor.ReadAsync("/"));
    }
}
