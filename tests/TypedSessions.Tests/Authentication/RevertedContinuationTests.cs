using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>
/// Two sign-ins with the previous id of a session that is being ended. The first one stores a session that may not continue, and the
/// second one must not continue from it before it is removed. On each engine.
/// </summary>
public sealed class RevertedContinuationTests(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis) : IAsyncDisposable
{
    private readonly AnyEngine _engine = new(postgres, mariaDb, redis);

    public static TheoryData<string> Engines => AnyEngine.Names;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_sign_in_does_not_continue_from_a_session_that_another_sign_in_discards(string engine)
    {
        await using var site = await LoginSite.StartAsync(
            LoginSite.Cookie,
            endpoints: static app => app.MapGet("/id", (ISession session) => session.Id),
            engine: clock => _engine.OpenAsync(engine, clock));
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        using var first = browser.Copy();
        using var second = browser.Copy();
        await browser.LoginAsync("ada");
        Assert.True(SessionKey.TryParse(await browser.ReadAsync("/id"), out var key));
        var (beforeRotation, mayRotate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (beforeCheck, mayCheck) = (new TaskCompletionSource(), new TaskCompletionSource());
        site.Engine.Before = async call =>
        {
            if (call == "rotate" && !beforeRotation.Task.IsCompleted)
            {
                beforeRotation.SetResult();
                await mayRotate.Task;
            }
            else if (call == "load" && mayRotate.Task.IsCompleted && !beforeCheck.Task.IsCompleted)
            {
                beforeCheck.SetResult();
                await mayCheck.Task;
            }
        };

        var late = first.LoginAsync("ada");
        await beforeRotation.Task;
        Assert.True(await site.Engine.Inner.RemoveAsync(key, TestContext.Current.CancellationToken));
        mayRotate.SetResult();
        await beforeCheck.Task;
        await second.LoginAsync("ada");
        mayCheck.SetResult();
        await late;

        Assert.Equal("none", await first.ReadAsync("/get"));
        Assert.Equal("none", await second.ReadAsync("/get"));
    }
}
