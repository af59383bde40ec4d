using Microsoft.Playwright;
using TypedSessions.Tests.Testing;

namespace TypedSessions.EndToEnd.Tests.SignIn;

/// <summary>
/// Sign-ins in a browser on a slow network. A round is repeated until the tested order of requests has occurred on the network.
/// </summary>
public sealed class SignInTests(Chromium chromium, ITestOutputHelper output)
{
    private const int AttemptsPerRound = 20;

    // The time between the two submissions, in milliseconds. A response takes at least 80.
    private static readonly int[] Gaps = [80, 100, 120];

    // The poll arrives after the sign-in with the previous token.
    private static readonly int[] PollGaps = [20, 40, 60];

    // From simultaneous forms to a second form that is sent after the first response.
    private static readonly int[] TabGaps = [0, 90, 30, 120, 60, 150];

    /// <summary>The short form stores tickets in the session only and omits the database.</summary>
    public static TheoryData<string, bool> Sites
    {
        get
        {
            var sites = new TheoryData<string, bool>();
            sites.Add(SignInSite.Memory, true);
            if (LongForm.SignIns(0) > 0)
            {
                sites.Add(SignInSite.Memory, false);
                sites.Add(SignInSite.Sqlite, true);
                sites.Add(SignInSite.Sqlite, false);
            }

            return sites;
        }
    }

    [Theory]
    [MemberData(nameof(Sites))]
    public Task A_login_form_that_is_submitted_twice_keeps_the_session_and_the_login(string store, bool keepsTickets)
        => RunAsync(store, keepsTickets, async (site, page, round) =>
        {
            await page.GotoAsync("/");

            await page.EvaluateAsync("gap => { setTimeout(() => signIn('ada'), gap); signIn('ada'); }", Gaps[round % Gaps.Length]);
            await LandAsync(page);

            return new Expected("ada", site.SignIns == 2);
        });

    [Theory]
    [MemberData(nameof(Sites))]
    public Task A_page_that_polls_and_writes_keeps_the_session_and_the_login(string store, bool keepsTickets)
        => RunAsync(store, keepsTickets, async (site, page, round) =>
        {
            await page.GotoAsync("/?polling");
            await page.WaitForFunctionAsync("answers >= 2");

            await page.EvaluateAsync("gap => { setTimeout(poll, gap); signIn('ada'); }", PollGaps[round % PollGaps.Length]);
            await LandAsync(page, answers: 2);

            // Two requests before the sign-in, two after it, and one between them with the closed copy.
            return new Expected("ada", site.Seen.Any(static seen => seen.Cart is null), Polls: 4);
        });

    [Theory]
    [MemberData(nameof(Sites))]
    public Task A_sign_in_whose_response_is_lost_can_be_repeated(string store, bool keepsTickets)
        => RunAsync(store, keepsTickets, async (site, page, round) =>
        {
            await page.GotoAsync("/");

            // The browser repeats a request if a reused connection closes without a response.
            site.Network.LoseReplies("POST /login", round % 2 == 0 ? 1 : int.MaxValue);
            await page.EvaluateAsync("signIn('ada')");
            await page.WaitForFunctionAsync("location.pathname === '/account' || location.protocol === 'chrome-error:'");
            site.Network.LoseReplies("POST /login", 0);
            if (page.Url.StartsWith("chrome-error:", StringComparison.Ordinal))
            {
                await page.GotoAsync("/");
                await page.EvaluateAsync("signIn('ada')");
            }

            await LandAsync(page);
            return new Expected("ada", site.SignIns >= 2);
        });

    [Theory]
    [MemberData(nameof(Sites))]
    public Task Two_tabs_that_poll_and_sign_in_as_two_users_end_as_one_of_them(string store, bool keepsTickets)
        => RunAsync(store, keepsTickets, async (site, ada, round) =>
        {
            var bob = ada.Context.Pages[1];
            await Task.WhenAll(ada.GotoAsync("/?polling"), bob.GotoAsync("/?polling"));

            const string signInAt = "([user, time]) => { setTimeout(() => signIn(user), time - Date.now()); }";
            var time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 100;
            await Task.WhenAll(
                ada.EvaluateAsync(signInAt, new object[] { "ada", time }),
                bob.EvaluateAsync(signInAt, new object[] { "bob", time + TabGaps[round % TabGaps.Length] }),
                LandAsync(ada),
                LandAsync(bob));
            await Task.WhenAll(LandAsync(ada, answers: 2), LandAsync(bob, answers: 2));
            await Task.WhenAll(ada.ReloadAsync(), bob.ReloadAsync());

            return new Expected(User: null, site.SignIns == 2, HasCart: false, Polls: 1);
        });

    private async Task RunAsync(string store, bool keepsTickets, Func<SignInSite, IPage, int, Task<Expected>> signInAsync)
    {
        var rounds = LongForm.SignIns(2);
        var tally = new Tally();
        await using var site = await SignInSite.StartAsync(store, keepsTickets);
        await using var browser = await chromium.OpenAsync(site.Address);
        IPage[] tabs = [await browser.NewPageAsync(), await browser.NewPageAsync()];
        var attempts = 0;
        for (; tally.Rounds < rounds && attempts < rounds * AttemptsPerRound; attempts++)
        {
            var token = await BeginAsync(site, browser, tabs);
            var expected = await signInAsync(site, tabs[0], tally.Rounds);
            if (expected.HasHappened)
            {
                await browser.APIRequest.GetAsync("/see");
                tally.Add(expected, site.Seen, await site.StealAsync(token));
            }
        }

        output.WriteLine($"{store}, tickets {(keepsTickets ? "" : "not ")}in the session, {attempts} attempts, {tally}");
        Assert.Equal(rounds, tally.Rounds);
        Assert.True(tally.IsClean, tally.ToString());
    }

    // Leaves the pages of the previous round, so that none of their requests is still running.
    private static async Task<string> BeginAsync(SignInSite site, IBrowserContext browser, IPage[] tabs)
    {
        await Task.WhenAll(tabs.Select(static tab => tab.GotoAsync("about:blank")));
        await browser.ClearCookiesAsync();
        await tabs[0].GotoAsync("/begin");
        site.ForgetRequests();
        return Assert.Single(await browser.CookiesAsync()).Value;
    }

    // Earlier navigations may have failed or have been replaced.
    private static Task LandAsync(IPage page, int answers = 0)
        => page.WaitForFunctionAsync("answers => location.pathname === '/account' && window.answers >= answers", answers);
}
