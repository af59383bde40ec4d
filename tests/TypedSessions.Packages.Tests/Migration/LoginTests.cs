using System.Net;

namespace TypedSessions.Packages.Tests.Migration;

/// <summary>A login that the application implements with keys of the session.</summary>
/// <typeparam name="TProgram">The program before or after the migration.</typeparam>
public abstract class LoginTests<TProgram>(QuietFactory<TProgram> factory) : ApplicationTests<TProgram>(factory)
    where TProgram : class
{
    protected const string LoginPage = "Please log in for /members.";

    private const string AfterLogout = "Please log in for the members' area.";

    [Fact]
    public async Task A_page_for_members_redirects_to_the_login_and_back()
    {
        using var visitor = CreateVisitor();
        Assert.Equal("Please log in for /members/orders?page=2.", await GetAsync(visitor, "/members/orders?page=2"));

        var page = await PostAsync(
            visitor, "/login", ("name", "ada"), ("password", "engine"), ("returnUrl", "/members/orders?page=2"));

        Assert.Equal("Orders of ada, page 2.", page);
    }

    [Fact]
    public async Task A_login_lasts_for_the_following_requests()
    {
        using var visitor = CreateVisitor();

        Assert.Equal("Welcome, ada (7).", await LogInAsync(visitor));
        Assert.Equal("Orders of ada, page 1.", await GetAsync(visitor, "/members/orders?page=1"));
        Assert.Equal("Welcome, ada (7).", await GetAsync(visitor, "/members"));
    }

    [Fact]
    public async Task A_return_address_of_another_site_is_ignored()
    {
        using var visitor = CreateVisitor();

        var page = await PostAsync(
            visitor, "/login", ("name", "ada"), ("password", "engine"), ("returnUrl", "https://example.org/"));

        Assert.Equal("Welcome, ada (7).", page);
    }

    [Fact]
    public async Task A_wrong_password_counts_an_attempt_and_does_not_log_in()
    {
        using var visitor = CreateVisitor();

        Assert.Equal("Wrong name or password, 2 attempts left.", await LogInAsync(visitor, password: "wrong"));
        Assert.Equal("Wrong name or password, 1 attempts left.", await LogInAsync(visitor, name: "nobody"));

        Assert.Equal(LoginPage, await GetAsync(visitor, "/members"));
    }

    [Fact]
    public async Task Three_wrong_passwords_lock_the_login_of_this_visitor_only()
    {
        using var visitor = CreateVisitor();
        using var other = CreateVisitor();
        await LogInAsync(visitor, password: "wrong");
        await LogInAsync(visitor, password: "wrong");
        await LogInAsync(visitor, password: "wrong");

        var refused = await PostAsync(visitor, HttpStatusCode.Forbidden, "/login", ("name", "ada"), ("password", "engine"));

        Assert.Equal("Too many attempts.", refused);
        Assert.Equal(LoginPage, await GetAsync(visitor, "/members"));
        Assert.Equal("Welcome, ada (7).", await LogInAsync(other));
    }

    [Fact]
    public async Task A_login_resets_the_attempts()
    {
        using var visitor = CreateVisitor();
        await LogInAsync(visitor, password: "wrong");
        await LogInAsync(visitor, password: "wrong");

        await LogInAsync(visitor);

        Assert.Equal("UserId UserName", await GetAsync(visitor, "/keys"));
        Assert.Equal("Wrong name or password, 2 attempts left.", await LogInAsync(visitor, password: "wrong"));
    }

    [Fact]
    public async Task The_cart_survives_the_login()
    {
        using var visitor = CreateVisitor();
        await PostAsync(visitor, "/cart/add", ("productId", "1"), ("quantity", "2"));

        await LogInAsync(visitor);

        Assert.Contains("<li>2 x Kayak</li>", await GetAsync(visitor, "/cart"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_user_can_log_in_without_a_logout()
    {
        using var visitor = CreateVisitor();
        await LogInAsync(visitor);

        Assert.Equal("Welcome, grace (8).", await LogInAsync(visitor, "grace", "compiler"));
    }

    [Fact]
    public async Task Two_users_are_logged_in_at_the_same_time()
    {
        using var ada = CreateVisitor();
        using var grace = CreateVisitor();
        await LogInAsync(ada);
        await LogInAsync(grace, "grace", "compiler");

        await PostAsync(ada, "/logout");

        Assert.Equal(LoginPage, await GetAsync(ada, "/members"));
        Assert.Equal("Welcome, grace (8).", await GetAsync(grace, "/members"));
    }

    [Fact]
    public async Task Parallel_requests_after_the_login_are_all_logged_in()
    {
        using var visitor = CreateVisitor();
        await LogInAsync(visitor);

        Assert.All(await GetInParallelAsync(visitor, "/members"), answer => Assert.Equal("Welcome, ada (7).", answer));
    }

    [Fact]
    public async Task A_logout_that_clears_the_session_empties_it_and_allows_another_login()
    {
        using var visitor = CreateVisitor();
        await PostAsync(visitor, "/visits");
        await LogInAsync(visitor);

        Assert.Equal($"Goodbye, ada. {AfterLogout}", await PostAsync(visitor, "/logout"));

        Assert.Equal(LoginPage, await GetAsync(visitor, "/members"));
        Assert.Equal("", await GetAsync(visitor, "/keys"));
        Assert.Equal("Welcome, grace (8).", await LogInAsync(visitor, "grace", "compiler"));
    }

    [Theory]
    [InlineData("/logout")]
    [InlineData("/logout/completely")]
    public async Task A_copy_of_the_cookie_is_logged_out_too(string logout)
    {
        var cookies = new CookieContainer();
        using var visitor = CreateVisitor(Factory, cookies);
        await LogInAsync(visitor);
        var copies = new CookieContainer();
        copies.Add(cookies.GetAllCookies());
        using var copy = CreateVisitor(Factory, copies);
        Assert.Equal("Welcome, ada (7).", await GetAsync(copy, "/members"));

        await PostAsync(visitor, logout);

        Assert.Equal(LoginPage, await GetAsync(copy, "/members"));
    }

    [Theory]
    [InlineData("/logout/completely")]
    [InlineData("/logout/cookies")]
    public async Task A_logout_that_deletes_cookies_logs_out_and_allows_another_login(string logout)
    {
        using var visitor = CreateVisitor();
        await LogInAsync(visitor);

        Assert.Equal(AfterLogout, await PostAsync(visitor, logout));

        Assert.Equal(LoginPage, await GetAsync(visitor, "/members"));
        Assert.Equal("", await GetAsync(visitor, "/keys"));
        Assert.Equal("Welcome, grace (8).", await LogInAsync(visitor, "grace", "compiler"));
    }

    [Fact]
    public async Task A_logout_without_a_login_succeeds()
    {
        using var visitor = CreateVisitor();

        Assert.Equal(AfterLogout, await PostAsync(visitor, "/logout"));
        Assert.Equal(AfterLogout, await PostAsync(visitor, "/logout/completely"));
        Assert.Equal("Welcome, ada (7).", await LogInAsync(visitor));
    }

    [Fact]
    public async Task A_forged_cookie_leads_to_the_login()
    {
        using var visitor = await CreateVisitorWithForgedCookieAsync();

        Assert.Equal(LoginPage, await GetAsync(visitor, "/members"));
    }

    [Fact]
    public async Task An_expired_session_leads_to_the_login()
    {
        var cookies = new CookieContainer();
        using var visitor = CreateVisitor(Factory, cookies);
        await LogInAsync(visitor);

        await using var emptied = CreateHostWithoutSessions();
        using var returned = CreateVisitor(emptied, cookies);
        Assert.Equal(LoginPage, await GetAsync(returned, "/members"));

        Assert.Equal("Welcome, ada (7).", await LogInAsync(returned));
    }

    protected static Task<string> LogInAsync(HttpClient visitor, string name = "ada", string password = "engine")
        => PostAsync(visitor, "/login", ("name", name), ("password", password));
}
