using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TypedSessions.Hosting;
using TypedSessions.Storage;
using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Accounts;

/// <summary>The events that the application's handlers receive.</summary>
public sealed class SessionEventsTests
{
    [Fact]
    public async Task A_session_is_created_rotated_by_a_sign_in_and_ended()
    {
        await using var site = await StartAsync(it => it.AddEvents<RecordedEvents>());
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/logout");

        var created = await TakeAsync(site);
        var rotated = await TakeAsync(site);
        var signedIn = await TakeAsync(site);
        var ended = await TakeAsync(site);

        Assert.Equal(["created", "rotated", "signed in", "ended SignedOut"], [created.Name, rotated.Name, signedIn.Name, ended.Name]);
        Assert.Null(created.Session.Owner);
        Assert.Equal(created.Session.Key, rotated.OldKey);
        Assert.Equal(rotated.Session.Key, signedIn.Session.Key);
        Assert.Equal(rotated.Session.Key, ended.Session.Key);
        Assert.All(new[] { rotated, signedIn, ended }, it =>
        {
            Assert.Equal("id-ada", it.Session.Owner);
            Assert.Equal("127.0.0.0/24", it.Session.Device!.LastAddress);
            Assert.Equal(site.Clock.GetUtcNow(), it.Session.Timestamp);
        });
    }

    [Fact]
    public async Task A_host_that_is_disposed_of_without_having_been_stopped_reports_no_failed_service()
    {
        var log = new CapturedLog();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(logging => logging.AddProvider(log)).AddTypedSessions().UseMemory().AddEvents<RecordedEvents>();
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var delivery = host.Services.GetServices<IHostedService>().OfType<SessionEventDelivery>().Single();
        await using (var scope = host.Services.GetRequiredService<ISessionManager>().Create())
        {
            scope.Session.SetString("book", "Emma");
            await scope.SaveAsync(TestContext.Current.CancellationToken);
        }

        // The delivery has begun.
        await host.Services.GetServices<ISessionEvents>().OfType<RecordedEvents>().Single().Events.Reader
            .ReadAsync(TestContext.Current.CancellationToken);

        host.Dispose();
        await delivery.ExecuteTask!;

        Assert.DoesNotContain(log.Entries, static entry => entry.Text.Contains("BackgroundService", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_end_of_a_session_is_an_event_with_its_cause_and_device()
    {
        await using var site = await StartAsync(it => it.AddEvents<RecordedEvents>());
        var manager = site.Services.GetRequiredService<ISessionManager>();
        using var abandoned = await site.OpenAsync("ada");
        await abandoned.ReadAsync("/abandon");
        using var replaced = await site.OpenAsync("ada");
        await replaced.LoginAsync("bob");
        using var removed = await site.OpenAsync("ada");
        Assert.True(await manager.RemoveAsync("id-ada", await GetKeyAsync(removed), TestContext.Current.CancellationToken));
        using var listed = await site.OpenAsync("ada");
        Assert.Equal(1, await manager.RemoveByOwnerAsync("id-ada", TestContext.Current.CancellationToken));

        var ends = new List<RecordedEvent>();
        while (ends.Count < 4)
        {
            var recorded = await TakeAsync(site);
            if (recorded.Name.StartsWith("ended", StringComparison.Ordinal))
            {
                ends.Add(recorded);
            }
        }

        Assert.Equal(["ended Abandoned", "ended OtherUser", "ended Removed", "ended RemovedByOwner"], ends.Select(static it => it.Name));
        Assert.All(ends, static it => Assert.Equal(("id-ada", "127.0.0.0/24"), (it.Session.Owner, it.Session.Device!.LastAddress)));
    }

    [Fact]
    public async Task A_handler_that_throws_is_logged_and_fails_neither_requests_nor_other_handlers()
    {
        await using var site = await StartAsync(it => it.AddEvents<FailingEvents>().AddEvents<RecordedEvents>());
        using var browser = await site.OpenAsync("ada");

        Assert.Equal(["created", "signed in"], [(await TakeAsync(site)).Name, (await TakeAsync(site)).Name]);
        Assert.Equal(2, site.Log.GetCount("EventHandlerFailed"));
        Assert.Equal("ada", await browser.ReadAsync("/me"));
    }

    [Fact]
    public async Task No_request_waits_for_a_handler_and_a_site_that_stops_delivers_what_is_left()
    {
        var site = await StartAsync(it => it.AddEvents<WaitingEvents>());
        var events = site.Services.GetServices<ISessionEvents>().OfType<WaitingEvents>().Single();
        using var browser = await site.OpenAsync("ada");
        using var other = await site.OpenAsync("bob");
        Assert.Equal(0, events.Delivered);

        events.Release.SetResult();
        await site.DisposeAsync();

        Assert.Equal(4, events.Delivered);
    }

    [Fact]
    public async Task A_handler_may_use_the_session_manager()
    {
        await using var site = await StartAsync(it => it.AddEvents<LimitingEvents>().AddEvents<RecordedEvents>());
        using var first = await site.OpenAsync("ada");
        Assert.Equal(["created", "signed in"], [(await TakeAsync(site)).Name, (await TakeAsync(site)).Name]);
        using var second = await site.OpenAsync("ada");
        Assert.Equal(["created", "signed in"], [(await TakeAsync(site)).Name, (await TakeAsync(site)).Name]);
        Assert.Equal("ended RemovedByOwner", (await TakeAsync(site)).Name);
        Assert.Equal(["nobody", "ada"], [await first.ReadAsync("/me"), await second.ReadAsync("/me")]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sign_in_beyond_the_limit_is_an_event_with_the_sessions_that_ended(bool isRotation)
    {
        await using var site = await StartAsync(it => AddLimit(it, SessionLimitAction.EndLeastRecentlySeen));
        using var first = await site.OpenAsync("ada", "Firefox");
        var key = await GetKeyAsync(first);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        using var second = site.Open();
        if (isRotation)
        {
            await second.ReadAsync("/set/book");
        }

        await second.LoginAsync("ada");

        var limit = (await TakeAsync(site, "limit"))!;
        var ended = Assert.Single(limit.EndedSessions);
        Assert.Equal(("id-ada", 1, false, site.Clock.GetUtcNow()), (limit.Owner, limit.MaxSessions, limit.IsRefused, limit.Timestamp));
        Assert.Equal("127.0.0.0/24", limit.Device!.LastAddress);
        Assert.Equal((key, "id-ada", "Firefox"), (ended.Key, ended.Owner, ended.Device!.UserAgent));
        AssertAudit(site, $"Session {key} ended: LimitExceeded. Its user: 'id-ada'. Device: 'Firefox'");
    }

    [Fact]
    public async Task A_sign_in_that_is_refused_is_an_event()
    {
        await using var site = await StartAsync(it => AddLimit(it, SessionLimitAction.RefuseSignIn));
        using var first = await site.OpenAsync("ada");
        using var second = site.Open();
        using var refused = await second.GetAsync("/login/ada");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);

        var limit = (await TakeAsync(site, "limit"))!;

        Assert.Equal(("id-ada", 1, true), (limit.Owner, limit.MaxSessions, limit.IsRefused));
        Assert.Equal("127.0.0.0/24", limit.Device!.LastAddress);
        AssertAudit(site, "A sign-in of user 'id-ada' was refused: the limit of sessions is 1. Device: ");
    }

    private static void AssertAudit(TestSite site, string text)
        => Assert.Contains(
            site.Log.Entries,
            entry => entry.Category == "TypedSessions.Audit" && entry.Text.StartsWith(text, StringComparison.Ordinal));

    private static void AddLimit(TypedSessionsBuilder sessions, SessionLimitAction action)
        => sessions.AddEvents<RecordedEvents>().Services.Configure<TypedSessionsOptions>(options =>
            (options.SignIn.MaxSessionsPerOwner, options.SignIn.WhenExceeded) = (1, action));

    private static async Task<SessionLimitEvent?> TakeAsync(TestSite site, string name)
    {
        while (true)
        {
            if (await TakeAsync(site) is var recorded && recorded.Name == name)
            {
                return recorded.Limit;
            }
        }
    }

    private static Task<TestSite> StartAsync(Action<TypedSessionsBuilder> sessions)
        => AccountSite.StartAsync(sessions, app => app.MapGet("/abandon", (ISession session) => session.Abandon()));

    private static async Task<SessionKey> GetKeyAsync(Browser browser)
        => SessionKey.TryParse(await browser.GetKeyAsync(), out var key) ? key : throw new InvalidOperationException("There is no key.");

    private static async Task<RecordedEvent> TakeAsync(TestSite site)
        => await site.Services.GetServices<ISessionEvents>().OfType<RecordedEvents>().Single().Events.Reader
            .ReadAsync(TestContext.Current.CancellationToken);

    private sealed record RecordedEvent(
        string Name, SessionEvent Session, SessionKey OldKey = default, SessionLimitEvent? Limit = null);

    private sealed class RecordedEvents : ISessionEvents
    {
        public Channel<RecordedEvent> Events { get; } = Channel.CreateUnbounded<RecordedEvent>();

        public ValueTask OnCreatedAsync(SessionEvent session) => Events.Writer.WriteAsync(new("created", session));

        public ValueTask OnSignedInAsync(SessionEvent session) => Events.Writer.WriteAsync(new("signed in", session));

        public ValueTask OnRotatedAsync(SessionEvent session, SessionKey oldKey)
            => Events.Writer.WriteAsync(new("rotated", session, oldKey));

        public ValueTask OnEndedAsync(SessionEvent session, SessionEndCause cause)
            => Events.Writer.WriteAsync(new($"ended {cause}", session));

        public ValueTask OnLimitExceededAsync(SessionLimitEvent limit)
            => Events.Writer.WriteAsync(new("limit", limit.EndedSessions.FirstOrDefault()!, Limit: limit));
    }

    private sealed class FailingEvents : ISessionEvents
    {
        public ValueTask OnCreatedAsync(SessionEvent session) => throw new InvalidOperationException("at once");

        public async ValueTask OnSignedInAsync(SessionEvent session)
        {
            await Task.Yield();
            throw new InvalidOperationException("later");
        }
    }

    private sealed class WaitingEvents : ISessionEvents
    {
        private int _delivered;

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Delivered => _delivered;

        public ValueTask OnCreatedAsync(SessionEvent session) => WaitAsync();

        public ValueTask OnSignedInAsync(SessionEvent session) => WaitAsync();

        private async ValueTask WaitAsync()
        {
            await Release.Task;
            Interlocked.Increment(ref _delivered);
        }
    }

    private sealed class LimitingEvents(ISessionManager manager) : ISessionEvents
    {
        public async ValueTask OnSignedInAsync(SessionEvent session)
            => await manager.RemoveOthersAsync(session.Owner!, session.Key);
    }
}
