using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.CachedDatabase;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>
/// "Log out everywhere" while a request adds the sign-in of another site's form to
/// the browser's session. Whichever of the two writes first, the login ends.
/// </summary>
public sealed class RemovalDuringFormSignInTests : IAsyncDisposable
{
    private readonly ManualClock _clock = new();
    private readonly Inventory _inventory;
    private readonly ProbedEngine _engine;
    private TestSite? _site;

    public RemovalDuringFormSignInTests()
    {
        var records = new MemorySessionEngine(_clock);
        _inventory = new Inventory(records);
        _engine = new ProbedEngine(records);
    }

    private TestSite Site => _site ?? throw new InvalidOperationException("The site has not started.");

    public ValueTask DisposeAsync() => _site?.DisposeAsync() ?? default;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_removal_before_the_session_is_stored_ends_the_login(bool hasSession)
    {
        using var browser = await SignInByFormAsync(hasSession);
        _engine.Before = async call =>
        {
            if (call is "rotate" or "create")
            {
                _engine.Before = null;
                await RemoveAsync();
            }
        };

        Assert.Equal("ada", await browser.ReadAsync("/me"));

        await AssertSignedOutAsync(browser);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_removal_that_has_listed_the_sessions_before_one_is_stored_ends_the_login(bool hasSession)
    {
        using var browser = await SignInByFormAsync(hasSession);
        _inventory.AfterFirstList = async () => Assert.Equal("ada", await browser.ReadAsync("/me"));

        await RemoveAsync();

        await AssertSignedOutAsync(browser);
    }

    private async Task<Browser> SignInByFormAsync(bool hasSession)
    {
        _site = await LoginSite.StartAsync(
            LoginSite.Cookie,
            sessions: it => it.UseEngine(_ => new ListedEngine(_engine, _inventory)).KeepTicketsInSession(),
            endpoints: static app => app.MapPost(
                "/callback/{name}", (string name, HttpContext context) => context.SignInAsync(LoginSite.PrincipalOf(name, "provider"))));
        var browser = Site.Open();
        if (hasSession)
        {
            await browser.ReadAsync("/set/book");
            Site.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        using var form = new HttpRequestMessage(HttpMethod.Post, "/callback/ada");
        form.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var response = await browser.SendFromElsewhereAsync(form);
        response.EnsureSuccessStatusCode();
        Site.Clock.Advance(TimeSpan.FromSeconds(1));
        return browser;
    }

    private async Task RemoveAsync()
        => await Site.Services.GetRequiredService<ISessionManager>().RemoveByOwnerAsync("id-ada", TestContext.Current.CancellationToken);

    private async Task AssertSignedOutAsync(Browser browser)
    {
        Assert.Equal("nobody", await browser.ReadAsync("/me"));
        Assert.Empty(await _inventory.FindByOwnerAsync("id-ada", TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }

    private sealed class Inventory(MemorySessionEngine records) : ISessionInventory
    {
        public Func<Task>? AfterFirstList { get; set; }

        public ValueTask<long> CountAsync(CancellationToken cancellationToken) => records.CountAsync(cancellationToken);

        public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken) => records.CountExpiredAsync(cancellationToken);

        public IAsyncEnumerable<StoredSession> ListAsync(CancellationToken cancellationToken) => records.ListAsync(cancellationToken);

        public async IAsyncEnumerable<StoredSession> FindByOwnerAsync(
            string owner, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var found = await records.FindByOwnerAsync(owner, cancellationToken).ToListAsync(cancellationToken);
            if (AfterFirstList is { } act)
            {
                AfterFirstList = null;
                await act();
            }

            foreach (var session in found)
            {
                yield return session;
            }
        }
    }
}
