using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TypedSessions.Dictionary;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>The behaviour that existing code expects of ASP.NET Core's <see cref="ISession"/>.</summary>
public sealed class SessionContractTests
{
    [Fact]
    public Task Keys_are_ordinal_and_values_may_be_empty() => InSessionAsync(session =>
    {
        session.Set("key", []);
        session.Set("KEY", [1]);

        Assert.True(session.TryGetValue("key", out var value));
        Assert.Empty(value);
        Assert.Equal(["KEY", "key"], session.Keys.Order(StringComparer.Ordinal));
        Assert.False(session.TryGetValue("Key", out _));
    });

    [Theory]
    [InlineData("__ts.x")]
    [InlineData("__ts.testcookie")]
    [InlineData("__ts.ticket.Cookies")]
    public Task A_key_that_is_reserved_for_the_library_is_refused(string key) => InSessionAsync(session =>
    {
        Action[] setters = [() => session.SetString(key, "x"), () => session.SetInt32(key, 1), () => session.Set<int[]>(key, [1])];
        foreach (var set in setters)
        {
            Assert.StartsWith(
                $"The session key '{key}' begins with '__ts.', which is reserved for TypedSessions. Choose another key.",
                Assert.Throws<ArgumentException>("key", set).Message);
        }
    });

    [Fact]
    public Task Set_and_get_copy_the_bytes() => InSessionAsync(session =>
    {
        byte[] bytes = [1, 2, 3];
        session.Set("key", bytes);
        bytes[0] = 9;
        session.TryGetValue("key", out var first);
#pragma warning disable TSES066 // The change must have no effect.
        first![1] = 9;
#pragma warning restore TSES066

        Assert.True(session.TryGetValue("key", out var second));
        Assert.Equal([1, 2, 3], second);
    });

    [Fact]
    public Task Removing_and_setting_while_enumerating_the_keys_is_safe() => InSessionAsync(session =>
    {
        session.SetString("a", "1");
        session.SetString("b", "2");
        foreach (var key in session.Keys)
        {
            session.Remove(key);
            session.SetString(key + key, "3");
        }

        Assert.Equal(["aa", "bb"], session.Keys.Order(StringComparer.Ordinal));
    });

    [Fact]
    public Task The_extensions_for_strings_and_numbers_work() => InSessionAsync(session =>
    {
        session.SetString("s", "grüße");
        session.SetInt32("i", -7);

        Assert.Equal("grüße", session.GetString("s"));
        Assert.Equal(-7, session.GetInt32("i"));
        Assert.Null(session.GetInt32("absent"));
    });

    [Fact]
    public Task Null_keys_and_values_are_refused() => InSessionAsync(session =>
    {
        Assert.Throws<ArgumentNullException>(() => session.Set(null!, []));
        Assert.Throws<ArgumentNullException>(() => session.Set("key", null!));
        Assert.Throws<ArgumentNullException>(() => session.TryGetValue(null!, out _));
        Assert.Throws<ArgumentNullException>(() => session.Remove(null!));
    });

    [Fact]
    public Task A_key_may_take_65535_bytes_and_no_more() => InSessionAsync(session =>
    {
        session.Set(new string('k', 65_535), [1]);

        Assert.Throws<ArgumentOutOfRangeException>(() => session.Set(new string('ä', 40_000), [1]));
    });

    [Fact]
    public Task A_key_with_half_a_surrogate_pair_is_refused_when_it_is_set() => InSessionAsync(session =>
        Assert.Throws<ArgumentException>(() => session.Set("\ud800", [1])));

    [Fact]
    public Task The_id_stays_within_a_request_and_is_available() => InSessionAsync(session =>
    {
        var id = session.Id;
        session.SetString("a", "b");

        Assert.Matches("^[0-9a-f]{64}$", id);
        Assert.Equal(id, session.Id);
        Assert.True(session.IsAvailable);
    });

    [Fact]
    public Task A_session_over_its_limit_throws_when_it_is_set_naming_key_and_size() => InSessionAsync(session =>
    {
        session.Set("small", new byte[100]);

        var exception = Assert.Throws<InvalidOperationException>(() => session.Set("photo", new byte[300_000]));

        Assert.Contains("'photo' (300000 bytes)", exception.Message);
        Assert.Equal(["small"], session.Keys);
    });

    [Fact]
    public async Task Repeated_and_concurrent_loads_call_the_engine_once()
    {
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/set", (HttpContext context) => context.Session.SetString("a", "b"));
            app.MapGet("/load", async (HttpContext context) =>
            {
                await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => context.Session.LoadAsync()));
                await context.Session.LoadAsync();
                return context.Session.GetString("a");
            });
        });
        site.Engine.Before = async call => await Task.Yield();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.TakeCalls();

        Assert.Equal("b", await browser.ReadAsync("/load"));
        Assert.Equal(["load"], site.Engine.TakeCalls());
    }

    [Fact]
    public async Task A_failed_load_can_be_retried_and_IsAvailable_reports_it_without_throwing()
    {
        var seen = new List<bool>();
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/set", (HttpContext context) => context.Session.SetString("a", "b"));
            app.MapGet("/retry", async (HttpContext context) =>
            {
                seen.Add(context.Session.IsAvailable);
                await Assert.ThrowsAsync<TypedSessions.Storage.SessionEngineException>(() => context.Session.LoadAsync());
                seen.Add(context.Session.IsAvailable);
                await context.Session.LoadAsync();
                seen.Add(context.Session.IsAvailable);
                return context.Session.GetString("a");
            });
        });
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        var failures = 1;
        site.Engine.Before = _ => failures-- > 0 ? throw new IOException("Once.") : Task.CompletedTask;

        Assert.Equal("b", await browser.ReadAsync("/retry"));
        Assert.Equal([true, false, true], seen);
    }

    [Fact]
    public async Task An_explicit_commit_saves_immediately_and_the_cookie_is_sent_with_the_response()
    {
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/commit", async (HttpContext context) =>
            {
                context.Session.SetString("a", "b");
                await context.Session.CommitAsync();
                return "saved";
            });
            app.MapGet("/get", (HttpContext context) => context.Session.GetString("a"));
        });
        using var browser = site.Open();

        await browser.ReadAsync("/commit");

        Assert.Equal(["create"], site.Engine.TakeCalls());
        Assert.Equal("b", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_change_while_the_session_is_being_saved_is_refused_instead_of_lost()
    {
        var answer = new TaskCompletionSource();
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/act", async (ISession session) =>
            {
                session.SetString("a", "1");
                var committing = session.CommitAsync();
                Action[] changes =
                [
                    () => session.SetString("b", "2"), () => session.Remove("a"), session.Clear, session.Abandon, session.RegenerateId,
                    () => session.Owner = "ann",
                ];
                var refusals = changes.Select(change => Assert.Throws<InvalidOperationException>(change).Message).ToArray();
                answer.SetResult();
                await committing;
                session.SetString("b", "3");
                return string.Join('\n', refusals);
            });
            app.MapGet("/show", (ISession session) => session.GetString("a") + session.GetString("b") + session.Owner);
        });
        site.Engine.Before = call => call == "create" ? answer.Task : Task.CompletedTask;
        using var browser = site.Open();

        var refusals = await browser.ReadAsync("/act");

        Assert.All(refusals.Split('\n'), refusal => Assert.Contains("Await CommitAsync()", refusal, StringComparison.Ordinal));
        Assert.Equal("13", await browser.ReadAsync("/show"));
    }

    [Fact]
    public async Task Without_the_middleware_ASP_NET_Core_throws()
    {
        var context = new DefaultHttpContext();

        Assert.Contains("Session has not been configured", Assert.Throws<InvalidOperationException>(() => context.Session).Message);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_test_can_provide_its_own_session()
    {
        await using var site = await TestSite.StartAsync(app => app.MapGet("/own", (HttpContext context) =>
        {
            var own = new FakeSession();
            context.Session = own;
            context.Session.SetString("a", "b");
            return Encoding.UTF8.GetString(own.Values["a"]);
        }));
        using var browser = site.Open();

        Assert.Equal("b", await browser.ReadAsync("/own"));
        Assert.Empty(site.Engine.TakeCalls());
    }

    [Fact]
    public async Task Code_before_next_and_after_it_sees_the_session()
    {
        await using var site = await TestSite.StartAsync(app =>
        {
            app.Use(async (context, next) =>
            {
                context.Session.SetInt32("count", 1);
                await next(context);
                context.Session.SetInt32("count", context.Session.GetInt32("count")!.Value + 1);
            });
            app.MapGet("/empty", () => Results.NoContent());
            app.MapGet("/count", (HttpContext context) => context.Session.GetInt32("count"));
        });
        using var browser = site.Open();

        await browser.GetAsync("/empty");

        Assert.Equal(["create"], site.Engine.TakeCalls());
    }

    private static async Task InSessionAsync(Action<ISession> assert)
    {
        Exception? failure = null;
        await using var site = await TestSite.StartAsync(app => app.MapGet("/", (HttpContext context) =>
        {
            Assert.NotNull(context.Features.Get<ISessionFeature>());
            failure = Record.Exception(() => assert(context.Session));
        }));
        using var browser = site.Open();
        await browser.GetAsync("/");
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }
}
