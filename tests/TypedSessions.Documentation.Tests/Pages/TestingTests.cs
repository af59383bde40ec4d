using TypedSessions.Documentation.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/testing.md")]
public sealed class TestingTests
{
    internal const string Forms = "public static class Forms";

    private const string Shop = "docs/shop.md";
    private const string Program = "app.MapPost(\"/checkout\"";
    private const string Model = "public partial class ShopSession";

    [Fact]
    [Paste(Program, Page = Shop)]
    [Paste(Model, Page = Shop)]
    [Paste("class ShopSessionTests")]
    public Task A_model_needs_no_host() => AssertPassesAsync("new ShopSessionTests().A_book_that_is_added_twice_is_one_line();");

    [Fact]
    [Paste(Program, Page = Shop)]
    [Paste(Model, Page = Shop)]
    [Paste(Forms)]
    [Paste("class ShopTests")]
    public Task The_factory_runs_the_shop() => AssertPassesAsync("await new ShopTests().The_cart_survives_the_login();");

    [Fact]
    [Paste(Program, Page = Shop)]
    [Paste(Model, Page = Shop)]
    [Paste(Forms)]
    [Paste("class ShopFactory")]
    public Task A_factory_replaces_the_engine() => AssertPassesAsync("""
        using var factory = new ShopFactory();
        Assert.Equal("MemorySessionEngine", factory.Services.GetService<TypedSessions.Storage.ISessionEngine>()?.GetType().Name);
        """, "builder.Services.AddTypedSessions().UseFiles(\"sessions\");");

    [Fact]
    [Paste(Program, Page = Shop)]
    [Paste(Model, Page = Shop)]
    [Paste("class FullCartTests")]
    public Task A_request_can_use_a_session_that_the_test_has_created()
        => AssertPassesAsync("await new FullCartTests().The_page_shows_the_cart();");

    [Fact]
    [Paste(Program, Page = Shop)]
    [Paste(Model, Page = Shop)]
    [Paste(Forms)]
    [Paste("class StoredCartTests")]
    public Task A_test_reads_what_a_request_stored() => AssertPassesAsync("await new StoredCartTests().The_cart_is_stored();");

    [Fact]
    [Paste(Program, Page = Shop)]
    [Paste(Model, Page = Shop)]
    [Paste(Forms)]
    [Paste("class ExpiryTests")]
    public Task A_test_advances_the_clock() => AssertPassesAsync("await new ExpiryTests().The_cart_expires_after_two_weeks();");

    [Fact]
    [Paste(Program, Page = Shop)]
    [Paste(Model, Page = Shop)]
    [Paste(Forms)]
    [Paste("class FailureTests")]
    public Task A_test_deletes_the_store() => AssertPassesAsync("await new FailureTests().A_visitor_gets_503_while_the_store_is_down();");

    /// <summary>Runs a test of the page within the pasted program.</summary>
    internal static async Task AssertPassesAsync(string test, string services = "")
    {
        await using var site = await Project.RunAsync($$"""
            {{services}}
            builder.Logging.ClearProviders();
            Microsoft.AspNetCore.DataProtection.DataProtectionBuilderExtensions.UseEphemeralDataProtectionProvider(
                builder.Services.AddDataProtection());
            app.MapGet("/test", async () =>
            {
                {{test}}
                return await Task.FromResult("passed");
            });
            """);
        using var visitor = site.Open();
        Assert.Equal("passed", await visitor.ReadAsync("/test"));
    }
}
