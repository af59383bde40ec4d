using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>
/// The outcome of a failed commit is unknown, so the session is faulted for the rest of its request or job.
/// </summary>
public sealed class FaultedSessionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Operations => ["create", "update", "rotate", "remove"];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task After_a_failed_commit_the_session_can_be_read_and_the_response_is_503(string operation)
    {
        string? read = null;
        await using var site = await StartAsync(session => Stage(session, operation), session => read = session.GetString("a"));
        using var browser = site.Open();
        await BeginAsync(browser, operation);
        var token = browser.Token;
        site.Engine.Before = FailAt(operation);

        var response = await browser.GetAsync("/act");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("1", read);
        Assert.Equal(token, browser.Token);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task After_a_failed_commit_changes_and_commits_throw(string operation)
    {
        var thrown = new List<Exception?>();
        await using var site = await StartAsync(
            session => Stage(session, operation),
            session =>
            {
                thrown.Add(Record.Exception(() => session.SetString("a", "2")));
                thrown.Add(Record.Exception(() => session.Remove("a")));
                thrown.Add(Record.Exception(session.Clear));
                thrown.Add(Record.Exception(session.RegenerateId));
                thrown.Add(Record.Exception(session.Abandon));
                thrown.Add(Record.Exception(() => session.Owner = "eve"));
                thrown.Add(Record.Exception(() => session.Expiry = SessionExpiry.WithBrowser));
                thrown.Add(Record.Exception(() => session.CommitAsync().GetAwaiter().GetResult()));
            });
        using var browser = site.Open();
        await BeginAsync(browser, operation);
        LoseReply(site, operation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("/act")).StatusCode);

        Assert.All(thrown, exception => Assert.Contains(
            "The cable is out.", Assert.IsType<SessionEngineException>(exception).Message, StringComparison.Ordinal));
        Assert.Equal(8, thrown.Count);
    }

    [Fact]
    public async Task A_cancelled_commit_is_a_failed_one()
    {
        using var leaves = new CancellationTokenSource();
        await using var site = await StartAsync(session => session.SetString("a", "1"), _ => { }, leaves.Token);
        using var browser = site.Open();
        site.Engine.Before = call =>
        {
            leaves.Cancel();
            return Task.FromCanceled(leaves.Token);
        };

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("/act")).StatusCode);
        Assert.Null(browser.Token);
    }

    [Fact]
    public async Task A_job_can_open_the_session_again_after_a_failed_commit()
    {
        await using var site = await StartAsync(_ => { }, _ => { });
        using var browser = site.Open();
        await browser.ReadAsync("/begin");
        var sessions = site.Services.GetRequiredService<ISessionManager>();
        await using (var opened = await sessions.OpenAsync(browser.Token!, cancellationToken: Token))
        {
            opened!.Session.SetString("n", "2");
            site.Engine.Before = FailAt("update");
            await Assert.ThrowsAsync<SessionEngineException>(async () => await opened.SaveAsync(Token));
            site.Engine.Before = null;
            await Assert.ThrowsAsync<SessionEngineException>(async () => await opened.SaveAsync(Token));
        }

        await using var again = await sessions.OpenAsync(browser.Token!, cancellationToken: Token);
        again!.Session.SetString("n", "3");
        Assert.True(await again.SaveAsync(Token));
        Assert.Equal("n=3", await browser.ReadAsync("/show"));
    }

    [Fact]
    public async Task The_new_id_committed_by_hand_is_sent_although_the_rest_fails()
    {
        await using var site = await StartAsync(session => session.RegenerateId(), session => session.SetString("b", "2"));
        using var browser = site.Open();
        await browser.ReadAsync("/begin");
        site.Engine.Before = FailAt("update");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("/act")).StatusCode);

        site.Engine.Before = null;
        Assert.Equal("n=1", await browser.ReadAsync("/show"));
    }

    [Fact]
    public async Task No_new_session_replaces_one_that_could_not_be_ended()
    {
        await using var site = await StartAsync(
            session =>
            {
                session.Abandon();
                session.SetString("a", "1");
            },
            _ => { });
        using var browser = site.Open();
        await browser.ReadAsync("/begin");
        var token = browser.Token;
        site.Engine.Before = FailAt("remove");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("/act")).StatusCode);
        Assert.Equal(token, browser.Token);

        site.Engine.Before = null;
        await browser.ReadAsync("/act");
        browser.Cookies["__Host-session"] = token!;
        Assert.Equal("none", await browser.ReadAsync("/show"));
    }

    [Fact]
    public async Task The_cookie_of_a_session_committed_by_hand_is_sent_when_its_replacement_fails()
    {
        await using var site = await StartAsync(
            session => session.SetString("a", "1"),
            session =>
            {
                session.Abandon();
                session.SetString("b", "2");
            });
        using var browser = site.Open();
        site.Engine.Before = FailAt("remove");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("/act")).StatusCode);

        site.Engine.Before = null;
        Assert.Equal("a=1", await browser.ReadAsync("/show"));
    }

    private static Func<string, Task> FailAt(string operation)
        => call => call == operation ? throw new SessionEngineException("The cable is out.") : Task.CompletedTask;

    // Fails once, after the call has been made.
    private static void LoseReply(TestSite site, string operation) => site.Engine.After = call =>
    {
        if (call == operation)
        {
            site.Engine.After = null;
            throw new SessionEngineException("The cable is out.");
        }

        return Task.CompletedTask;
    };

    private static async Task BeginAsync(Browser browser, string operation)
    {
        if (operation != "create")
        {
            await browser.ReadAsync("/begin");
        }
    }

    private static void Stage(ISession session, string operation)
    {
        if (operation == "rotate")
        {
            session.RegenerateId();
        }
        else if (operation == "remove")
        {
            session.Abandon();
        }

        session.SetString("a", "1");
    }

    private static Task<TestSite> StartAsync(
        Action<ISession> first, Action<ISession> then, CancellationToken leaves = default) => TestSite.StartAsync(app =>
    {
        app.MapGet("/begin", (ISession session) => session.SetString("n", "1"));
        app.MapGet(
            "/show",
            (ISession session) => session.IsNew
                ? "none"
                : string.Join(' ', session.Keys.Order().Select(key => $"{key}={session.GetString(key)}")) + session.Owner);
        app.MapGet("/act", async (ISession session) =>
        {
            first(session);
            try
            {
                await session.CommitAsync(leaves);
            }
            catch (Exception exception) when (exception is SessionEngineException or OperationCanceledException)
            {
                // An application that ignores the failure.
            }

            then(session);
        });
    });
}
