using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Engines.Cache;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.CachedDatabase;

/// <summary>
/// Two nodes with separate caches on one database. A session that has ended on one node is still in the other's cache, but no session
/// continues from it.
/// </summary>
public sealed class StaleSuccessorTests
{
    private readonly ManualClock _clock = new();
    private readonly MemorySessionEngine _records;

    public StaleSuccessorTests() => _records = new MemorySessionEngine(_clock);

    [Theory]
    [InlineData("/login/ada")]
    [InlineData("/renew")]
    public async Task An_old_id_does_not_continue_from_a_session_that_another_node_has_ended(string path)
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        using var browser = first.Open();
        await browser.ReadAsync("/set/book");
        using var late = browser.MoveTo(second.Address);
        await browser.ReadAsync("/login/ada");
        using var elsewhere = browser.MoveTo(second.Address);
        Assert.Equal("book", await elsewhere.ReadAsync("/get"));

        await first.Services.GetRequiredService<ISessionManager>().RemoveByOwnerAsync("id-ada", TestContext.Current.CancellationToken);
        await late.ReadAsync(path);

        Assert.Equal("none", await late.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_logout_with_an_old_id_ends_the_session_that_another_node_has_rotated()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        using var browser = first.Open();
        await browser.ReadAsync("/set/book");
        using var late = browser.MoveTo(second.Address);
        await browser.ReadAsync("/renew");
        using var elsewhere = browser.MoveTo(second.Address);
        Assert.Equal("book", await elsewhere.ReadAsync("/get"));
        await browser.ReadAsync("/login/ada");
        late.Cookies[".AspNetCore.Cookies"] = browser.Cookies[".AspNetCore.Cookies"];

        await late.ReadAsync("/logout");

        Assert.Equal(0, await _records.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_removal_by_an_old_key_is_immediately_visible_on_its_node_even_if_another_node_ended_the_session()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        using var browser = first.Open();
        await browser.ReadAsync("/set/book");
        var old = new SessionKey(SHA256.HashData(Encoding.ASCII.GetBytes(browser.Token!)));
        await browser.ReadAsync("/renew");
        using var elsewhere = browser.MoveTo(second.Address);
        Assert.Equal("book", await elsewhere.ReadAsync("/get"));
        await browser.ReadAsync("/end");

        await second.Services.GetRequiredService<ISessionManager>().RemoveAsync(old, TestContext.Current.CancellationToken);

        Assert.Equal("none", await elsewhere.ReadAsync("/get"));
    }

    private Task<TestSite> StartAsync() => LoginSite.StartAsync(
        LoginSite.Cookie,
        sessions: sessions => sessions.UseEngine(_ => new CachedDatabaseSessionEngine(_records, ProbedCache.InMemory(_clock), _clock)),
        endpoints: static app =>
        {
            app.MapGet("/renew", (ISession session) => session.RegenerateId());
            app.MapGet("/end", (ISession session) => session.Abandon());
        });
}
