using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Sessions;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>A sign-in by a cross-site form is added to the session of the browser.</summary>
public sealed class CrossSiteSignInTests : CrossSiteSignInTest
{
    public static TheoryData<bool, string> Requests
        => new MatrixTheoryData<bool, string>(
            [false, true], ["Sec-Fetch-Site: cross-site", "Origin: null", "Origin: https://provider.test"]);

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task The_login_is_added_to_the_session_of_the_browser(bool keepsTickets, string header)
    {
        await using var site = await StartAsync(keepsTickets);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        using var attacker = browser.Copy();

        await PostCrossSiteAsync(browser, "/callback/ada", header);
        Assert.Equal(attacker.Token, browser.Token);
        Assert.Equal("ada", await browser.ReadAsync("/me"));

        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.Equal("id-ada", await browser.ReadAsync("/owner"));
        Assert.NotEqual(attacker.Token, browser.Token);
        Assert.Equal("none", await attacker.ReadAsync("/get"));
        site.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("ada", await browser.ReadAsync("/me"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Values_of_the_request_itself_are_added_once(bool keepsTickets)
    {
        await using var site = await StartAsync(keepsTickets);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        await PostCrossSiteAsync(browser, "/callback/ada?greeting=hello");
        using var lost = browser.Copy();

        Assert.Equal("hello", await browser.ReadAsync("/greeting"));
        await browser.ReadAsync("/greeting/seen");
        Assert.Equal("none", await browser.ReadAsync("/greeting"));
        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.Equal("ada", await lost.ReadAsync("/me"));
        Assert.Equal("none", await browser.ReadAsync("/greeting"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_browser_without_a_session_gets_one_with_the_next_request(bool keepsTickets)
    {
        await using var site = await StartAsync(keepsTickets);
        using var browser = site.Open();
        await PostCrossSiteAsync(browser, "/callback/ada?greeting=hello");
        Assert.Null(browser.Token);

        Assert.Equal("ada", await browser.ReadAsync("/me"));
        Assert.Equal("hello", await browser.ReadAsync("/greeting"));
        Assert.NotNull(browser.Token);
        Assert.Equal("id-ada", await browser.ReadAsync("/owner"));
    }

    [Fact]
    public async Task Without_tickets_and_values_nothing_is_stored()
    {
        await using var site = await StartAsync(keepsTickets: false);
        using var browser = site.Open();

        await PostCrossSiteAsync(browser, "/callback/ada");

        Assert.Empty(site.Engine.TakeCalls());
    }

    [Fact]
    public async Task No_stored_value_has_the_token_of_a_stored_session()
    {
        await using var site = await StartAsync(keepsTickets: true);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        await PostCrossSiteAsync(browser, "/callback/ada?greeting=hello");
        var before = await FindTokensAsync(site);
        Assert.Equal("ada", await browser.ReadAsync("/me"));

        Assert.Empty(before);
        Assert.Empty(await FindTokensAsync(site));
    }

    [Fact]
    public async Task Parallel_requests_after_the_login_all_are_signed_in()
    {
        await using var site = await StartAsync(keepsTickets: true);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        await PostCrossSiteAsync(browser, "/callback/ada");
        using var second = browser.Copy();
        var haveLoaded = new AsyncBarrier(2);
        site.Engine.Before = call => call == "rotate" ? haveLoaded.SignalAndWaitAsync() : Task.CompletedTask;

        var users = await Task.WhenAll(browser.ReadAsync("/me"), second.ReadAsync("/me"));
        site.Engine.Before = null;

        Assert.Equal(["ada", "ada"], users);
        Assert.Equal("book", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_cross_site_post_that_begins_a_session_is_logged()
    {
        await using var site = await StartAsync(keepsTickets: false);
        using var browser = site.Open();

        await PostCrossSiteAsync(browser, "/paid");

        Assert.NotNull(browser.Token);
        Assert.Equal(1, site.Log.GetCount("BegunByCrossSiteRequest"));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site: same-origin")]
    [InlineData("Sec-Fetch-Site: none")]
    public async Task A_same_site_post_signs_in_immediately(string header)
    {
        await using var site = await StartAsync(keepsTickets: true);
        using var browser = site.Open();

        await PostCrossSiteAsync(browser, "/callback/ada", header);

        Assert.NotNull(browser.Token);
        Assert.Equal("ada", await browser.ReadAsync("/me"));
    }

    // Finds texts in stored values that are tokens of stored sessions.
    private static async Task<List<string>> FindTokensAsync(TestSite site)
    {
        var found = new List<string>();
        var engine = site.Engine.Inner;
        await foreach (var (_, record) in ((ISessionInventory)engine).ListAsync(TestContext.Current.CancellationToken))
        {
            foreach (Match match in Regex.Matches(Encoding.Latin1.GetString(record.Values.Payload.Span), "(?=([A-Za-z0-9_-]{43}))"))
            {
                var text = match.Groups[1].Value;
                if (SessionToken.TryParse(text.AsMemory(), out var token)
                    && await engine.LoadAsync(token.Key, TestContext.Current.CancellationToken) is not null)
                {
                    found.Add(text);
                }
            }
        }

        return found;
    }
}
