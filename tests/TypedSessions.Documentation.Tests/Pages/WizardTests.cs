using System.Net;
using TypedSessions.Documentation.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/wizard.md")]
public sealed class WizardTests
{
    [Fact]
    [Paste("app.MapGroup(\"/order\")")]
    [Paste("public partial class OrderWizard")]
    public async Task Each_step_keeps_its_input_and_the_last_one_ends_the_wizard()
    {
        await using var site = await Project.RunAsync();
        using var visitor = site.Open();
        await AssertSentAsync("/order/1", "/order/2", ("street", "1 \"Tea\" Lane"));
        Assert.Contains("value=\"1 &quot;Tea&quot; Lane\"", await visitor.ReadAsync("/order/1"), StringComparison.Ordinal);
        await AssertSentAsync("/order/2", "/order/3", ("express", "true"));
        Assert.Contains("checked", await visitor.ReadAsync("/order/2"), StringComparison.Ordinal);
        Assert.Contains("<p>1 &quot;Tea&quot; Lane, express</p>", await visitor.ReadAsync("/order/3"), StringComparison.Ordinal);
        await AssertSentAsync("/order/2", "/order/3");
        Assert.Contains(", standard</p>", await visitor.ReadAsync("/order/3"), StringComparison.Ordinal);

        using var placed = await ShopTests.SendAsync(visitor, "/order/3", "/order/3");
        Assert.Equal("Sent to 1 \"Tea\" Lane.", await placed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var again = await ShopTests.SendAsync(visitor, "/order/1", "/order/3");
        Assert.Equal("/order/1", again.Headers.Location?.ToString());

        async Task AssertSentAsync(string step, string next, params (string Name, string Value)[] fields)
        {
            using var response = await ShopTests.SendAsync(visitor, step, step, fields);
            Assert.Equal(next, response.Headers.Location?.ToString());
        }
    }

    [Fact]
    [Paste("app.MapGroup(\"/order\")")]
    [Paste("public partial class OrderWizard")]
    public async Task A_step_that_is_sent_too_early_completes_nothing()
    {
        await using var site = await Project.RunAsync();
        using var visitor = site.Open();
        using var early = await ShopTests.SendAsync(visitor, "/order/1", "/order/2", ("express", "true"));
        using var third = await visitor.GetAsync("/order/3");
        Assert.Equal("/order/1", third.Headers.Location?.ToString());
    }

    [Fact]
    [Paste("app.MapGroup(\"/order\")")]
    [Paste("public partial class OrderWizard")]
    public async Task A_double_click_on_the_last_step_sends_one_order()
    {
        await using var site = await Project.RunAsync();
        using var visitor = site.Open();
        await ShopTests.SendAsync(visitor, "/order/1", "/order/1", ("street", "Tea Lane 1"));
        await ShopTests.SendAsync(visitor, "/order/2", "/order/2");

        using var another = visitor.Copy();
        var sent = await Task.WhenAll(
            ShopTests.SendAsync(visitor, "/order/1", "/order/3"), ShopTests.SendAsync(another, "/order/1", "/order/3"));
        Assert.Single(sent, static response => response.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    [Paste("app.MapGroup(\"/order\")")]
    [Paste("public partial class OrderWizard")]
    [Paste(TestingTests.Forms, Page = "docs/testing.md")]
    [Paste("class OrderTests")]
    public Task A_test_runs_the_wizard()
        => TestingTests.AssertPassesAsync("await new OrderTests().The_last_step_has_what_the_others_stored();");

    [Theory]
    [InlineData("/order/2")]
    [InlineData("/order/3")]
    [Paste("app.MapGroup(\"/order\")")]
    [Paste("public partial class OrderWizard")]
    public async Task A_step_that_is_opened_too_early_leads_to_the_missing_one(string path)
    {
        await using var site = await Project.RunAsync();
        using var visitor = site.Open();
        using var response = await visitor.GetAsync(path);
        Assert.Equal("/order/1", response.Headers.Location?.ToString());
    }
}
