using TypedSessions.Documentation.Tests.Testing;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/flash.md")]
public sealed class FlashTests
{
    [Fact]
    [Paste("public partial class Messages")]
    [Paste("app.MapGet(\"/popup\", (Messages messages) =>")]
    public async Task A_message_appears_once_unless_it_is_kept()
    {
        await using var site = await Project.RunAsync();
        using var visitor = site.Open();
        await visitor.PostAsync("/save");

        Assert.Equal("Your order was saved.", await visitor.ReadAsync("/popup"));
        Assert.Equal("Your order was saved.", await visitor.ReadAsync("/orders"));
        Assert.Equal("No news.", await visitor.ReadAsync("/orders"));
    }

    [Fact]
    [Paste("public partial class Verification")]
    public async Task A_code_expires()
    {
        var clock = new ManualClock();
        await using var site = await Project.RunAsync(new SiteSettings { Clock = clock });
        using var visitor = site.Open();
        await visitor.PostAsync("/code");

        Assert.Equal("verified", await VerifyAsync(visitor));
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("wrong or too late", await VerifyAsync(visitor));
    }

    private static async Task<string> VerifyAsync(Browser visitor)
    {
        using var answer = await visitor.PostAsync("/verify/4711");
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
