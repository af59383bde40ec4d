using System.Net;

namespace TypedSessions.Packages.Tests.Migration;

/// <summary>Keys, bytes and objects in the session, from endpoints, controllers and views.</summary>
/// <typeparam name="TProgram">The program before or after the migration.</typeparam>
public abstract class SiteTests<TProgram>(QuietFactory<TProgram> factory) : ApplicationTests<TProgram>(factory)
    where TProgram : class
{
    protected abstract string CookieName { get; }

    [Fact]
    public async Task The_session_is_the_one_that_the_program_chose()
    {
        using var visitor = CreateVisitor();

        using var response = await visitor.PostAsync("/visits", null, Cancellation);

        Assert.StartsWith(CookieName + "=", Assert.Single(response.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_is_kept_from_request_to_request()
    {
        using var visitor = CreateVisitor();

        Assert.Equal("0", await GetAsync(visitor, "/visits"));
        Assert.Equal("1", await PostAsync(visitor, "/visits"));
        Assert.Equal("2", await PostAsync(visitor, "/visits"));
        Assert.Equal("2", await GetAsync(visitor, "/visits"));
    }

    [Fact]
    public async Task The_helpers_and_the_manager_of_the_application_keep_their_names()
    {
        using var visitor = CreateVisitor();

        await PostAsync(visitor, "/lines/3");
        await PostAsync(visitor, "/lines/4");

        Assert.Equal("3 4", await GetAsync(visitor, "/lines"));
    }

    [Fact]
    public async Task Two_visitors_have_two_sessions()
    {
        using var first = CreateVisitor();
        using var second = CreateVisitor();
        await PostAsync(first, "/visits");
        await PostAsync(first, "/visits");

        Assert.Equal("1", await PostAsync(second, "/visits"));
        Assert.Equal("2", await GetAsync(first, "/visits"));
    }

    [Fact]
    public async Task A_key_that_is_removed_is_gone_and_the_others_stay()
    {
        using var visitor = CreateVisitor();
        await PostAsync(visitor, "/visits");
        await PostAsync(visitor, "/account/login", ("name", "Ada"));

        using var response = await visitor.DeleteAsync("/visits", Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("user_name", await GetAsync(visitor, "/keys"));
    }

    [Fact]
    public async Task Bytes_that_were_committed_by_hand_are_kept()
    {
        using var visitor = CreateVisitor();
        Assert.Equal("none", await GetAsync(visitor, "/image"));

        using var response = await visitor.PostAsync("/image", new ByteArrayContent([0, 1, 255]), Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("0001FF", await GetAsync(visitor, "/image"));
    }

    [Fact]
    public async Task Objects_are_stored_by_the_applications_own_extension_methods()
    {
        using var visitor = CreateVisitor();
        await PostAsync(visitor, "/orders/add", ("product", "Emma"), ("count", "2"));

        var page = await PostAsync(visitor, "/orders/add", ("product", "Persuasion"), ("count", "1"));

        Assert.Contains("<li>2 × Emma</li>", page, StringComparison.Ordinal);
        Assert.Contains("<li>1 × Persuasion</li>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_TempData_message_survives_one_redirect_and_is_then_removed()
    {
        using var visitor = CreateVisitor();

        var first = await PostAsync(visitor, "/orders/add", ("product", "Emma"), ("count", "1"));
        var second = await GetAsync(visitor, "/orders");

        Assert.Contains("<p class=\"notice\">Emma is in your cart.</p>", first, StringComparison.Ordinal);
        Assert.Contains("<p class=\"notice\"></p>", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peeked_TempData_value_is_kept()
    {
        using var visitor = CreateVisitor();
        Assert.Equal("Receipt none", await GetAsync(visitor, "/orders/receipt"));

        Assert.Equal("Receipt 4711", await PostAsync(visitor, "/orders/send"));
        Assert.Equal("Receipt 4711", await GetAsync(visitor, "/orders/receipt"));
    }

    [Fact]
    public async Task A_view_reads_the_session()
    {
        using var visitor = CreateVisitor();
        await PostAsync(visitor, "/account/login", ("name", "Ada"));

        Assert.Contains("<p class=\"user\">Ada</p>", await GetAsync(visitor, "/orders"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_logout_that_clears_the_session_removes_all_values()
    {
        using var visitor = CreateVisitor();
        Assert.Equal("Ada", await PostAsync(visitor, "/account/login", ("name", "Ada")));
        await PostAsync(visitor, "/visits");

        Assert.Equal("nobody", await PostAsync(visitor, "/account/logout"));
        Assert.Equal("", await GetAsync(visitor, "/keys"));
    }
}
