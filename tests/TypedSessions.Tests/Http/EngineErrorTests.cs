using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Every exception of an engine reaches the application as one type with the original as inner exception.</summary>
public sealed class EngineErrorTests
{
    public static TheoryData<string> Kinds => ["disk", "own timeout", "own cancellation"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_engine_error_has_one_exception_type_and_keeps_its_cause(string kind)
    {
        var cause = CreateError(kind);
        SessionEngineException? seen = null;
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/set", (HttpContext context) => context.Session.SetString("a", "b"));
            app.MapGet("/load", async (HttpContext context) =>
                seen = await Assert.ThrowsAnyAsync<Exception>(() => context.Session.LoadAsync()) as SessionEngineException);
        });
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.Before = async _ =>
        {
            await Task.Yield();
            throw cause;
        };

        await browser.GetAsync("/load");

        Assert.NotNull(seen);
        Assert.Same(cause, seen.InnerException);
        Assert.DoesNotContain("EngineTimeout", seen.Message);
    }

    [Fact]
    public async Task An_engine_timeout_throws_the_same_exception()
    {
        SessionEngineException? seen = null;
        var never = new TaskCompletionSource();
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/set", (HttpContext context) => context.Session.SetString("a", "b"));
            app.MapGet("/load", async (HttpContext context) =>
                seen = await Assert.ThrowsAsync<SessionEngineException>(() => context.Session.LoadAsync()));
        });
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.Before = _ => never.Task;

        var loading = browser.GetAsync("/load");
        while (site.Clock.WaitingTimers == 0)
        {
            await Task.Yield();
        }

        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await loading;
        never.SetResult();

        Assert.Contains("EngineTimeout", seen!.Message);
    }

    private static Exception CreateError(string kind) => kind switch
    {
        "own timeout" => new TimeoutException("The pool is empty."),
        "own cancellation" => new TaskCanceledException("The command was cancelled."),
        _ => new IOException("The disk is full."),
    };
}
