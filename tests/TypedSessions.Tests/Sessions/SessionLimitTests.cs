using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Storage;
using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Sessions;

/// <summary>A limit of three sessions for each user, on two nodes. On each engine that supports it.</summary>
public sealed class SessionLimitTests(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis) : IAsyncDisposable
{
    private const int Limit = 3;
    private const int SignIns = 100;

    private static readonly int Rounds = LongForm.Limits(unlessSet: 1);

    private readonly AnyEngine _engine = new(postgres, mariaDb, redis);
    private readonly ManualClock _clock = new();

    public static TheoryData<string> Engines => AnyEngine.NamesOfInventories;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Parallel_sign_ins_all_succeed_and_leave_as_many_sessions_as_allowed(string name)
    {
        await using var nodes = await StartAsync(name, SessionLimitAction.EndLeastRecentlySeen);
        for (var round = 0; round < Rounds; round++)
        {
            var user = $"user{round}";
            var answers = await SignInAsync(nodes, user);

            Assert.All(answers, static status => Assert.Equal(HttpStatusCode.OK, status));
            Assert.Equal(Limit, await CountAsync(nodes, user));
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Parallel_sign_ins_are_accepted_up_to_the_limit_and_then_refused(string name)
    {
        await using var nodes = await StartAsync(name, SessionLimitAction.RefuseSignIn);
        for (var round = 0; round < Rounds; round++)
        {
            var user = $"user{round}";
            var answers = await SignInAsync(nodes, user);

            Assert.Equal(Limit, answers.Count(static status => status is HttpStatusCode.OK));
            Assert.Equal(SignIns - Limit, answers.Count(static status => status is HttpStatusCode.Conflict));
            Assert.Equal(Limit, await CountAsync(nodes, user));
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_least_recently_used_session_ends_and_is_logged_out(string name)
    {
        await using var nodes = await StartAsync(name, SessionLimitAction.EndLeastRecentlySeen);
        var browsers = new List<Browser>();
        for (var i = 0; i < Limit; i++)
        {
            browsers.Add(nodes.Open(i));
            await browsers[i].LoginAsync("ada");
            Advance(nodes, TimeSpan.FromMinutes(10));
        }

        await browsers[0].ReadAsync("/get");
        using var last = nodes.Open(0);
        await last.LoginAsync("ada");

        // Another node may use its cached copy for some time.
        Advance(nodes, TimeSpan.FromMinutes(1));
        Assert.Equal("nobody", await browsers[1].ReadAsync("/me"));
        Assert.Equal("ada", await browsers[0].ReadAsync("/me"));
        Assert.Equal("ada", await browsers[2].ReadAsync("/me"));
        Assert.Equal("ada", await last.ReadAsync("/me"));
        browsers.ForEach(static browser => browser.Dispose());
    }

    [Fact]
    public async Task A_sign_in_that_is_refused_sends_no_cookie()
    {
        await using var nodes = await StartAsync("memory", SessionLimitAction.RefuseSignIn);
        for (var i = 0; i < Limit; i++)
        {
            using var browser = nodes.Open(0);
            await browser.LoginAsync("ada");
            await browser.LoginAsync("ada");
        }

        using var refused = nodes.Open(0);
        using var response = await refused.GetAsync("/login/ada");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Empty(response.SetCookies());
    }

    [Fact]
    public async Task A_user_can_have_a_limit_of_their_own()
    {
        await using var nodes = await StartAsync(
            "memory",
            SessionLimitAction.EndLeastRecentlySeen,
            signIn => signIn.GetMaxSessions = static user => user.Identity!.Name == "ada" ? 1 : null);
        for (var i = 0; i < 10; i++)
        {
            using var browser = nodes.Open(0);
            await browser.LoginAsync(i % 2 == 0 ? "ada" : "bob");
        }

        Assert.Equal((1, 5), (await CountAsync(nodes, "ada"), await CountAsync(nodes, "bob")));
    }

    [Theory]
    [InlineData("cache")]
    [InlineData("cookies")]
    public async Task An_engine_that_cannot_keep_a_limit_refuses_it_at_start(string name)
    {
        var cache = await _engine.OpenAsync("cache", _clock);
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(async () => await LoginSite.StartAsync(
            LoginSite.Cookie,
            options => options.SignIn.MaxSessionsPerOwner = Limit,
            it => _ = name == "cookies" ? it.UseCookie() : it.UseEngine(_ => cache)));
        Assert.Contains("cannot limit the number of sessions of a user. Use memory, files, Redis", exception.Message);
    }

    [Fact]
    public async Task A_limit_is_refused_at_start_if_logins_outlive_sessions()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(async () => await LoginSite.StartAsync(
            LoginSite.Cookie,
            options => options.SignIn.MaxSessionsPerOwner = Limit,
            it => it.UseMemory()));
        Assert.Contains("Call KeepTicketsInSession()", exception.Message);
    }

    private void Advance(Nodes nodes, TimeSpan time)
    {
        _clock.Advance(time);
        Array.ForEach(nodes.Sites, site => site.Clock.Advance(time));
    }

    private static async Task<HttpStatusCode[]> SignInAsync(Nodes nodes, string user)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var signIns = Enumerable.Range(0, SignIns).Select(async i =>
        {
            using var browser = nodes.Open(i);
            await start.Task;
            using var response = await browser.GetAsync($"/login/{user}");
            return response.StatusCode;
        }).ToArray();
        start.SetResult();
        return await Task.WhenAll(signIns);
    }

    private static async Task<int> CountAsync(Nodes nodes, string user)
        => await nodes.Sites[0].Services.GetRequiredService<ISessionManager>().FindByOwnerAsync("id-" + user, Cancel).CountAsync(Cancel);

    private async Task<Nodes> StartAsync(string name, SessionLimitAction action, Action<SessionSignInOptions>? configure = null)
    {
        var first = await _engine.OpenAsync(name, _clock);
        var second = name == "memory" ? first : await _engine.OpenAsync(name, _clock);
        return new Nodes([await StartNodeAsync(first, action, configure), await StartNodeAsync(second, action, configure)]);
    }

    private static Task<TestSite> StartNodeAsync(ISessionEngine engine, SessionLimitAction action, Action<SessionSignInOptions>? configure)
        => LoginSite.StartAsync(
            LoginSite.Cookie,
            options =>
            {
                options.SignIn.MaxSessionsPerOwner = Limit;
                options.SignIn.WhenExceeded = action;
                configure?.Invoke(options.SignIn);
            },
            it => it.UseEngine(_ => engine).KeepTicketsInSession(LoginSite.GetScheme(LoginSite.Cookie)));

    private sealed class Nodes(TestSite[] sites) : IAsyncDisposable
    {
        public TestSite[] Sites => sites;

        public Browser Open(int number) => sites[number % sites.Length].Open();

        public async ValueTask DisposeAsync()
        {
            foreach (var site in sites)
            {
                await site.DisposeAsync();
            }
        }
    }
}
