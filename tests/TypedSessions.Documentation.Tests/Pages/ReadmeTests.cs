using System.Net;
using TypedSessions.Documentation.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("README.md")]
public sealed class ReadmeTests
{
    [Fact]
    [Paste("UseDatabase(SqliteFactory.Instance, \"Data Source=shop.db\")")]
    [Paste("public partial class ShopSession")]
    public async Task A_copy_of_the_cookie_from_before_the_login_does_not_show_later_values()
    {
        await using var site = await Project.RunAsync("""
            app.MapGet("/user", (ShopSession shop) => shop.UserName ?? "guest");
            app.MapGet("/visit", (ShopSession shop, HttpContext context) => ++shop.Visits + context.Session.GetInt32("visits")!.Value);
            """);
        using var visitor = site.Open();
        Assert.Equal("guest", await visitor.ReadAsync("/user"));
        Assert.Equal("2", await visitor.ReadAsync("/visit"));
        using var thief = visitor.Copy();
        using var login = await visitor.PostAsync("/login/ada");
        Assert.Equal((HttpStatusCode.Redirect, "/"), (login.StatusCode, login.Headers.Location!.ToString()));
        Assert.Equal("ada", await visitor.ReadAsync("/user"));
        Assert.Equal("guest", await thief.ReadAsync("/user"));
    }

    [Fact]
    [Paste("UseDatabase(SqliteFactory.Instance, \"Data Source=shop.db\")")]
    [Paste("public partial class ShopSession")]
    public async Task The_first_page_counts_visits()
    {
        await using var site = await Project.RunAsync();
        using var visitor = site.Open();
        Assert.Equal("Visit 1 of a guest", await visitor.ReadAsync("/"));
        Assert.Equal("Visit 2 of a guest", await visitor.ReadAsync("/"));
    }

    [Fact]
    public void The_generated_code_is_what_the_generator_writes()
    {
        var page = MarkdownPage.Read("README.md");
        var generated = WithoutWhitespace(ProjectCompiler.Generate(page.FindBlock("public partial class ShopSession").Text));
        var shown = page.FindBlock("public static class Properties").Text.Split('\n');
        Assert.All(shown, line => Assert.Contains(WithoutWhitespace(line), generated, StringComparison.Ordinal));
    }

    [Fact]
    [Paste("UseDatabase(SqliteFactory.Instance, \"Data Source=shop.db\")")]
    [Paste("public partial class ShopSession")]
    public async Task A_list_that_is_changed_in_place_is_saved()
    {
        await using var site = await Project.RunAsync("""
            app.MapPost("/add", (ShopSession shop) => shop.Lines.Add(new CartLine("tea", 1)));
            app.MapGet("/count", (ShopSession shop) => shop.Lines.Count);
            """);
        using var visitor = site.Open();
        await visitor.PostAsync("/add");
        await visitor.PostAsync("/add");
        Assert.Equal("2", await visitor.ReadAsync("/count"));
    }

    private static string WithoutWhitespace(string code) => string.Concat(code.Where(static character => !char.IsWhiteSpace(character)));
}
