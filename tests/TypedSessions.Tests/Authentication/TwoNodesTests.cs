using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>A session that ends on one of two nodes has ended for the next request on the other one. On PostgreSQL.</summary>
public sealed class TwoNodesTests(PostgresServer server)
{
    [Theory]
    [InlineData("logout")]
    [InlineData("manager")]
    public async Task A_session_and_its_login_that_end_on_one_node_have_ended_on_the_other(string end)
    {
        await using var schema = await server.OpenAsync();
        await using var first = await StartAsync(schema);
        await using var second = await StartAsync(schema);
        using var browser = first.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/book");
        using var elsewhere = browser.MoveTo(second.Address);
        Assert.Equal("ada", await elsewhere.ReadAsync("/me"));
        Assert.Equal("book", await elsewhere.ReadAsync("/get"));

        if (end == "logout")
        {
            await browser.ReadAsync("/logout");
        }
        else
        {
            await first.Services.GetRequiredService<ISessionManager>().RemoveByOwnerAsync("id-ada", TestContext.Current.CancellationToken);
        }

        Assert.Equal("nobody", await elsewhere.ReadAsync("/me"));
        Assert.Equal("none", await elsewhere.ReadAsync("/get"));
    }

    private static Task<TestSite> StartAsync(PostgresSchema schema) => LoginSite.StartAsync(
        LoginSite.Cookie,
        sessions: sessions => sessions
            .UseDatabase(_ => schema.NewDataSource())
            .KeepTicketsInSession(CookieAuthenticationDefaults.AuthenticationScheme));
}
