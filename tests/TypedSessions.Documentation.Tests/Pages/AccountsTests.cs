using System.Net;
using System.Text.RegularExpressions;
using TypedSessions.Documentation.Tests.Testing;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/accounts.md")]
public sealed partial class AccountsTests
{
    private const string SetUp = "builder.Services.AddAntiforgery();";
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private const string Login = """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Antiforgery;
        using Microsoft.AspNetCore.Authentication;

        app.MapGet("/login/{name}", (HttpContext context, string name) => context.SignInAsync(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, name)], "Cookies"))));
        app.MapGet("/user", (HttpContext context) => context.User.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? "guest");
        app.MapGet("/token", (HttpContext context, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(context).RequestToken);
        """;

    private const string Identity = """
        using Microsoft.AspNetCore.Identity;

        app.MapGet("/login/{name}", async (string name, SignInManager<IdentityUser> signIn) =>
            await signIn.SignInAsync(UserStore.Ada, isPersistent: false));
        app.MapGet("/user", (HttpContext context) => context.User.Identity?.Name ?? "guest");
        app.MapGet("/change", async (UserManager<IdentityUser> users, SignInManager<IdentityUser> signIn) =>
        {
            await users.UpdateSecurityStampAsync(UserStore.Ada);
            await signIn.RefreshSignInAsync(UserStore.Ada);
        });

        public sealed class UserStore : IUserSecurityStampStore<IdentityUser>
        {
            public static IdentityUser Ada { get; } = new("ada") { SecurityStamp = "first" };

            public Task<string> GetUserIdAsync(IdentityUser user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

            public Task<string?> GetUserNameAsync(IdentityUser user, CancellationToken cancellationToken) => Task.FromResult(user.UserName);

            public Task<string?> GetNormalizedUserNameAsync(IdentityUser user, CancellationToken cancellationToken)
                => Task.FromResult(user.NormalizedUserName);

            public Task<string?> GetSecurityStampAsync(IdentityUser user, CancellationToken cancellationToken)
                => Task.FromResult(user.SecurityStamp);

            public Task SetSecurityStampAsync(IdentityUser user, string stamp, CancellationToken cancellationToken)
                => Task.FromResult(user.SecurityStamp = stamp);

            public Task SetUserNameAsync(IdentityUser user, string? userName, CancellationToken cancellationToken) => Task.CompletedTask;

            public Task SetNormalizedUserNameAsync(IdentityUser user, string? name, CancellationToken cancellationToken)
                => Task.CompletedTask;

            public Task<IdentityUser?> FindByIdAsync(string userId, CancellationToken cancellationToken)
                => Task.FromResult<IdentityUser?>(Ada);

            public Task<IdentityUser?> FindByNameAsync(string name, CancellationToken cancellationToken)
                => Task.FromResult<IdentityUser?>(Ada);

            public Task<IdentityResult> CreateAsync(IdentityUser user, CancellationToken cancellationToken)
                => Task.FromResult(IdentityResult.Success);

            public Task<IdentityResult> UpdateAsync(IdentityUser user, CancellationToken cancellationToken)
                => Task.FromResult(IdentityResult.Success);

            public Task<IdentityResult> DeleteAsync(IdentityUser user, CancellationToken cancellationToken)
                => Task.FromResult(IdentityResult.Success);

            public void Dispose()
            {
            }
        }
        """;

    [Fact]
    [Paste(SetUp)]
    [Paste("options.SignIn.MaxSessionsPerOwner = 3;")]
    public async Task The_fourth_sign_in_ends_a_session()
    {
        await using var site = await Project.RunAsync(Login);
        for (var i = 0; i < 4; i++)
        {
            using var visitor = site.Open();
            await visitor.ReadAsync("/login/ada");
        }

        Assert.Equal(3, (await site.Sessions.FindByOwnerAsync("ada").ToListAsync(TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    [Paste(SetUp)]
    [Paste("var devices = app.MapGroup")]
    public async Task A_page_lists_the_devices_and_signs_one_out_or_all_others()
    {
        await using var site = await Project.RunAsync(Login);
        using var visitor = await LoginAsync(site);
        using var second = await LoginAsync(site);
        using var third = await LoginAsync(site);
        using var other = await LoginAsync(site, "bob");

        var page = await visitor.ReadAsync("/account/devices");
        Assert.Equal(3, Regex.Count(page, "Firefox on Linux, 127.0.0.0/24, last seen "));
        Assert.Single(Regex.Matches(page, "this device"));
        var keys = KeyPattern().Matches(page).Select(static match => match.Groups[1].Value).ToArray();
        Assert.Equal(2, keys.Length);

        await PostAsync(visitor, page, keys[0]);
        Assert.Single(await ReadUsersAsync(second, third), "guest");
        await PostAsync(visitor, page, key: null);
        Assert.Equal(["guest", "guest"], await ReadUsersAsync(second, third));
        Assert.Equal(["ada", "bob"], await ReadUsersAsync(visitor, other));
    }

    [Fact]
    [Paste(SetUp)]
    [Paste("app.MapMySessions();")]
    public async Task Endpoints_list_and_end_sessions_as_JSON()
    {
        await using var site = await Project.RunAsync(Login);
        using var visitor = await LoginAsync(site);
        using var second = await LoginAsync(site);
        var list = await visitor.ReadAsync("/account/sessions");
        Assert.Contains("\"text\":\"Firefox on Linux\"", list, StringComparison.Ordinal);
        using var refused = await visitor.PostAsync("/account/sessions/others");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/sessions/others");
        request.Headers.Add("RequestVerificationToken", await visitor.ReadAsync("/token"));
        using var response = await visitor.SendAsync(request);

        Assert.Equal("""{"ended":1}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["ada", "guest"], await ReadUsersAsync(visitor, second));
    }

    [Fact]
    [Paste(SetUp)]
    [Paste(".RequireRecentSignIn(TimeSpan.FromMinutes(10));")]
    public async Task A_sign_in_that_is_too_long_ago_is_confirmed_by_the_password()
    {
        var settings = new SiteSettings { Clock = new ManualClock(), Probe = Login };
        await using var site = await Project.RunAsync(settings);
        using var visitor = await LoginAsync(site);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(visitor, "/account/email", "email", "ada@mail.test"));
        settings.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(HttpStatusCode.Found, await PostAsync(visitor, "/account/email", "email", "ada@mail.test"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(visitor, "/account/confirm", "password", "wrong"));
        Assert.Equal(HttpStatusCode.Found, await PostAsync(visitor, "/account/email", "email", "ada@mail.test"));
        Assert.Equal(HttpStatusCode.Found, await PostAsync(visitor, "/account/confirm", "password", "correct horse"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(visitor, "/account/email", "email", "ada@mail.test"));
    }

    [Fact]
    [Paste(".EndOthersOnSecurityStampChange();")]
    public async Task A_change_of_the_security_stamp_ends_all_other_sessions()
    {
        await using var site = await Project.RunAsync(Identity);
        using var visitor = await LoginAsync(site);
        using var second = await LoginAsync(site);
        using var response = await visitor.GetAsync("/change");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["ada", "guest"], await ReadUsersAsync(visitor, second));
    }

    [Fact]
    [Paste(SetUp)]
    [Paste(".AddEvents<NewDeviceMail>();")]
    public async Task A_handler_is_called_after_a_sign_in()
    {
        var settings = new SiteSettings { Probe = Login };
        await using (var site = await Project.RunAsync(settings))
        {
            using var visitor = await LoginAsync(site);
        }

        Assert.Contains(settings.Log.Entries, static entry
            => entry.Text.Contains("Mail to ada: you signed in with Firefox on Linux.", StringComparison.Ordinal));
    }

    private static async Task<Browser> LoginAsync(Site site, string name = "ada")
    {
        var browser = site.Open();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/login/{name}");
        request.Headers.Add("User-Agent", Firefox);
        using var response = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return browser;
    }

    private static async Task<string[]> ReadUsersAsync(Browser first, Browser second)
        => [await first.ReadAsync("/user"), await second.ReadAsync("/user")];

    private static async Task PostAsync(Browser browser, string page, string? key)
    {
        var fields = new Dictionary<string, string> { ["__RequestVerificationToken"] = TokenPattern().Match(page).Groups[1].Value };
        if (key is not null)
        {
            fields["key"] = key;
        }

        using var response = await browser.PostAsync("/account/devices", new FormUrlEncodedContent(fields));
        Assert.Equal("/account/devices", response.Headers.Location!.ToString());
    }

    private static async Task<HttpStatusCode> PostAsync(Browser browser, string path, string name, string value)
    {
        var token = await browser.ReadAsync("/token");
        using var response = await browser.PostAsync(
            path, new FormUrlEncodedContent(new Dictionary<string, string> { [name] = value, ["__RequestVerificationToken"] = token }));
        return response.StatusCode;
    }

    [GeneratedRegex("name=key value='([^']+)'")]
    private static partial Regex KeyPattern();

    [GeneratedRegex("name=__RequestVerificationToken value='([^']+)'")]
    private static partial Regex TokenPattern();
}
