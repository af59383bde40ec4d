using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Engines.Memory;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>
/// "Log out everywhere" while a request adds the sign-in of a cross-site form to the browser's session. The login ends in either order
/// of the writes.
/// </summary>
public sealed class RemovalDuringFormSignInTests : IAsyncDisposable
{
    private readonly ManualClock _clock = new();
    private readonly RecordingInventory _engine;
    private TestSite? _site;

    public RemovalDuringFormSignInTests() => _engine = new RecordingInventory(new MemorySessionEngine(_clock));

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
        _engine.After = async call =>
        {
            if (call == "find for removal")
            {
                _engine.After = null;
                Assert.Equal("ada", await browser.ReadAsync("/me"));
            }
        };

        await RemoveAsync();

        await AssertSignedOutAsync(browser);
    }

    private async Task<Browser> SignInByFormAsync(bool hasSession)
    {
        _site = await LoginSite.StartAsync(
            LoginSite.Cookie,
            sessions: it => it.UseEngine(_ => _engine).KeepTicketsInSession(),
            endpoints: static app => app.MapPost(
                "/callback/{name}", (string name, HttpContext context) => context.SignInAsync(LoginSite.GetPrincipal(name, "provider"))));
        var browser = Site.Open();
        if (hasSession)
        {
            await browser.ReadAsync("/set/book");
            Site.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        using var form = new HttpRequestMessage(HttpMethod.Post, "/callback/ada");
        form.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var response = await browser.SendCrossSiteAsync(form);
        response.EnsureSuccessStatusCode();
        Site.Clock.Advance(TimeSpan.FromSeconds(1));
        return browser;
    }

    private async Task RemoveAsync()
        => await Site.Services.GetRequiredService<ISessionManager>().RemoveByOwnerAsync("id-ada", TestContext.Current.CancellationToken);

    private async Task AssertSignedOutAsync(Browser browser)
    {
        Assert.Equal("nobody", await browser.ReadAsync("/me"));
        Assert.Empty(
            await _engine.FindByOwnerAsync("id-ada", TestContext.Current.CancellationToken)
                .ToListAsync(TestContext.Current.CancellationToken));
    }
}
