using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>
/// A commit that failed may have been done, and only its answer was lost. What comes after it in the same request allows for that.
/// </summary>
public sealed class RepeatedCommitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_whose_creation_was_not_answered_is_not_made_twice()
    {
        await using var site = await StartAsync(session => session.SetString("a", "1"), session => session.SetString("b", "2"));
        using var browser = site.Open();
        LoseAnswerOf(site, "create");

        await browser.ReadAsync("/act");

        Assert.Equal("a=1 b=2", await browser.ReadAsync("/show"));
        Assert.Equal(1, await CountAsync(site));
    }

    [Fact]
    public async Task A_new_id_of_which_no_answer_came_is_the_sessions_id()
    {
        await using var site = await StartAsync(session => session.RegenerateId(), session => session.SetString("b", "2"));
        using var browser = site.Open();
        await browser.ReadAsync("/begin");
        var token = browser.Token;
        LoseAnswerOf(site, "rotate");

        await browser.ReadAsync("/act");

        Assert.NotEqual(token, browser.Token);
        Assert.Equal("b=2 n=1", await browser.ReadAsync("/show"));
        Assert.Equal(1, await CountAsync(site));
    }

    [Theory]
    [InlineData("/begin")]
    [InlineData("/show")]
    public async Task What_was_taken_back_after_a_commit_without_an_answer_is_not_stored(string before)
    {
        await using var site = await StartAsync(
            session =>
            {
                session.SetString("n", "2");
                session.SetString("a", "1");
                session.Owner = "ann";
            },
            session =>
            {
                session.SetString("n", "1");
                session.Remove("a");
                session.Owner = null;
            });
        using var browser = site.Open();
        await browser.ReadAsync(before);
        LoseAnswerOf(site, before == "/begin" ? "update" : "create");

        await browser.ReadAsync("/act");

        Assert.Equal("n=1", await browser.ReadAsync("/show"));
    }

    [Fact]
    public async Task What_was_cleared_after_a_commit_without_an_answer_is_not_stored()
    {
        await using var site = await StartAsync(session => session.SetString("a", "1"), session => session.Clear());
        using var browser = site.Open();
        LoseAnswerOf(site, "create");

        await browser.ReadAsync("/act");

        Assert.Equal("", await browser.ReadAsync("/show"));
    }

    [Theory]
    [InlineData("create")]
    [InlineData("rotate")]
    public async Task A_session_that_is_abandoned_after_a_commit_without_an_answer_leaves_nothing(string operation)
    {
        await using var site = await StartAsync(
            session =>
            {
                session.SetString("a", "1");
                session.RegenerateId();
            },
            session => session.Abandon());
        using var browser = site.Open();
        if (operation == "rotate")
        {
            await browser.ReadAsync("/begin");
        }

        LoseAnswerOf(site, operation);

        await browser.ReadAsync("/act");

        Assert.Equal(0, await CountAsync(site));
        Assert.Null(browser.Token);
    }

    [Fact]
    public async Task The_new_id_that_was_committed_by_hand_is_told_although_the_rest_fails()
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
    public async Task No_new_session_takes_the_place_of_one_that_could_not_be_ended()
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
    public async Task A_session_that_was_made_by_hand_is_told_when_it_could_not_be_ended_for_another()
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

    // Once, and done all the same.
    private static void LoseAnswerOf(TestSite site, string operation) => site.Engine.After = call =>
    {
        if (call == operation)
        {
            site.Engine.After = null;
            throw new SessionEngineException("The cable is out.");
        }
    };

    private static ValueTask<long> CountAsync(TestSite site) => ((MemorySessionEngine)site.Engine.Inner).CountAsync(Token);

    private static Task<TestSite> StartAsync(Action<ISession> first, Action<ISession> then) => TestSite.StartAsync(app =>
    {
        app.MapGet("/begin", (ISession session) => session.SetString("n", "1"));
        app.MapGet("/show", (ISession session) => session.IsNew ? "none" : string.Join(' ', session.Keys.Order().Select(key => $"{key}={session.GetString(key)}")) + session.Owner);
        app.MapGet("/act", async (ISession session) =>
        {
            first(session);
            try
            {
                await session.CommitAsync();
            }
            catch (SessionEngineException)
            {
                // Committed once more before the response.
            }

            then(session);
        });
    });
}
