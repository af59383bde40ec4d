using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Models;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Nothing is stored for a visitor without values at the commit.</summary>
public sealed class NothingStoredTests
{
    [Theory]
    [InlineData("remove")]
    [InlineData("clear")]
    [InlineData("test cookie")]
    [InlineData("owner")]
    [InlineData("property")]
    [InlineData("commit")]
    public async Task Setting_and_removing_values_in_a_new_session_stores_nothing(string way)
    {
        var wasEmpty = false;
        await using var site = await TestSite.StartAsync(app => app.MapGet("/", async (HttpContext context) =>
        {
            await SetAndTakeBackAsync(context.Session, way);
            wasEmpty = ((ITypedSession)context.Session).IsEmpty;
        }));
        using var browser = site.Open();

        await browser.ReadAsync("/");

        Assert.True(wasEmpty);
        Assert.Null(browser.Token);
        Assert.Empty(site.Engine.TakeCalls());
    }

    [Fact]
    public async Task A_new_session_in_which_one_of_two_values_is_left_is_stored_with_it()
    {
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/set", (HttpContext context) =>
            {
                context.Session.SetString("a", "1");
                context.Session.Set("b", []);
                context.Session.Remove("a");
            });
            app.MapGet("/keys", (HttpContext context) => string.Concat(context.Session.Keys));
        });
        using var browser = site.Open();

        await browser.ReadAsync("/set");

        Assert.Equal(["create"], site.Engine.TakeCalls());
        Assert.Equal("b", await browser.ReadAsync("/keys"));
    }

    private static async Task SetAndTakeBackAsync(ISession session, string way)
    {
        var typed = (ITypedSession)session;
        switch (way)
        {
            case "remove":
                session.SetString("a", "1");
                session.Remove("a");
                break;
            case "clear":
                session.SetString("a", "1");
                session.Clear();
                break;
            case "test cookie":
                typed.SetTestCookie();
#pragma warning disable TSES031 // The test is about the removal of the test cookie.
                typed.DeleteTestCookie();
#pragma warning restore TSES031
                break;
            case "owner":
                typed.Owner = "ann";
                typed.Owner = null;
                break;
            case "property":
                var model = session.As<Shop>();
                model.UserName = "ann";
                model.UserName = null;
                break;
            default:
                session.SetString("a", "1");
                session.Remove("a");
                await session.CommitAsync();
                break;
        }
    }
}
