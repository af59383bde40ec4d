using System.Net;

namespace TypedSessions.Packages.Tests.Migration;

/// <summary>The application's own tests: they pass before the migration, and after it.</summary>
/// <typeparam name="TProgram">Which of the two programs.</typeparam>
public abstract class SiteTests<TProgram>(QuietFactory<TProgram> factory)
    where TProgram : class
{
    protected abstract string CookieName { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_session_is_the_one_that_the_program_chose()
    {
        using var visitor = factory.CreateClient();

        using var response = await visitor.PostAsync("/visits", null, Cancellation);

        Assert.StartsWith(CookieName + "=", Assert.Single(response.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_is_kept_from_request_to_request()
    {
        using var visitor = factory.CreateClient();

        Assert.Equal("0", await visitor.GetStringAsync("/visits", Cancellation));
        Assert.Equal("1", await PostAsync(visitor, "/visits"));
        Assert.Equal("2", await PostAsync(visitor, "/visits"));
        Assert.Equal("2", await visitor.GetStringAsync("/visits", Cancellation));
    }

    [Fact]
    public async Task The_helpers_and_the_manager_of_the_application_keep_their_names()
    {
        using var visitor = factory.CreateClient();

        await PostAsync(visitor, "/lines/3");
        await PostAsync(visitor, "/lines/4");

        Assert.Equal("3 4", await visitor.GetStringAsync("/lines", Cancellation));
    }

    [Fact]
    public async Task Two_visitors_have_two_sessions()
    {
        using var first = factory.CreateClient();
        using var second = factory.CreateClient();
        await PostAsync(first, "/visits");
        await PostAsync(first, "/visits");

        Assert.Equal("1", await PostAsync(second, "/visits"));
        Assert.Equal("2", await first.GetStringAsync("/visits", Cancellation));
    }

    [Fact]
    public async Task A_key_that_is_removed_is_gone_and_the_others_stay()
    {
        using var visitor = factory.CreateClient();
        await PostAsync(visitor, "/visits");
        await PostAsync(visitor, "/account/login", ("name", "Ada"));

        using var response = await visitor.DeleteAsync("/visits", Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("user_name", await visitor.GetStringAsync("/keys", Cancellation));
    }

    [Fact]
    public async Task Bytes_that_were_committed_by_hand_are_kept()
    {
        using var visitor = factory.CreateClient();
        Assert.Equal("none", await visitor.GetStringAsync("/image", Cancellation));

        using var response = await visitor.PostAsync("/image", new ByteArrayContent([0, 1, 255]), Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("0001FF", await visitor.GetStringAsync("/image", Cancellation));
    }

    [Fact]
    public async Task Objects_are_kept_by_the_applications_own_extension_methods()
    {
        using var visitor = factory.CreateClient();
        await PostAsync(visitor, "/orders/add", ("product", "Emma"), ("count", "2"));

        var page = await PostAsync(visitor, "/orders/add", ("product", "Persuasion"), ("count", "1"));

        Assert.Contains("<li>2 × Emma</li>", page, StringComparison.Ordinal);
        Assert.Contains("<li>1 × Persuasion</li>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_survives_one_redirect_and_is_then_gone()
    {
        using var visitor = factory.CreateClient();

        var first = await PostAsync(visitor, "/orders/add", ("product", "Emma"), ("count", "1"));
        var second = await visitor.GetStringAsync("/orders", Cancellation);

        Assert.Contains("<p class=\"notice\">Emma is in your cart.</p>", first, StringComparison.Ordinal);
        Assert.Contains("<p class=\"notice\"></p>", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_only_peeked_at_stays()
    {
        using var visitor = factory.CreateClient();
        Assert.Equal("Receipt none", await visitor.GetStringAsync("/orders/receipt", Cancellation));

        Assert.Equal("Receipt 4711", await PostAsync(visitor, "/orders/send"));
        Assert.Equal("Receipt 4711", await visitor.GetStringAsync("/orders/receipt", Cancellation));
    }

    [Fact]
    public async Task A_view_reads_the_session()
    {
        using var visitor = factory.CreateClient();
        await PostAsync(visitor, "/account/login", ("name", "Ada"));

        Assert.Contains("<p class=\"user\">Ada</p>", await visitor.GetStringAsync("/orders", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_logout_that_clears_the_session_leaves_nothing_in_it()
    {
        using var visitor = factory.CreateClient();
        Assert.Equal("Ada", await PostAsync(visitor, "/account/login", ("name", "Ada")));
        await PostAsync(visitor, "/visits");

        Assert.Equal("nobody", await PostAsync(visitor, "/account/logout"));
        Assert.Equal("", await visitor.GetStringAsync("/keys", Cancellation));
    }

    // Follows the redirect, as a browser does.
    private static async Task<string> PostAsync(HttpClient visitor, string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await visitor.PostAsync(path, form, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }
}
