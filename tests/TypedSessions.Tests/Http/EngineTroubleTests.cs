using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Whatever an engine throws, applications see one kind of trouble, and its true cause.</summary>
public sealed class EngineTroubleTests
{
    public static TheoryData<string> Troubles => ["disk", "own timeout", "own cancellation"];

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Trouble_of_an_engine_has_one_shape_and_names_its_cause(string kind)
    {
        var cause = Trouble(kind);
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
    public async Task An_engine_that_does_not_answer_is_trouble_too()
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

    private static Exception Trouble(string kind) => kind switch
    {
        "own timeout" => new TimeoutException("The pool is empty."),
        "own cancellation" => new TaskCanceledException("The command was cancelled."),
        _ => new IOException("The disk is full."),
    };
}
