using System.Net;

namespace TypedSessions.Packages.Tests.Migration;

/// <summary>TempData in the session.</summary>
/// <typeparam name="TProgram">The program before or after the migration.</typeparam>
public abstract class MessageTests<TProgram>(QuietFactory<TProgram> factory) : ApplicationTests<TProgram>(factory)
    where TProgram : class
{
    [Fact]
    public async Task Properties_with_TempData_survive_one_redirect()
    {
        using var visitor = CreateVisitor();
        Assert.Equal("nothing 0", await GetAsync(visitor, "/messages"));

        Assert.Equal("Emma is saved. 4", await PostAsync(visitor, "/messages/save", ("title", "Emma")));

        Assert.Equal("nothing 0", await GetAsync(visitor, "/messages"));
    }

    [Fact]
    public async Task Values_of_all_supported_types_survive_a_round_trip_with_their_types()
    {
        using var visitor = CreateVisitor();

        var page = await PostAsync(visitor, "/messages/send");

        Assert.Equal(
            "at=2024-02-29T08:30:00.0000000Z count=3 (Int32) fields=title:Too long marks=[1|2] names=[Ada|Grace] "
                + "number=6f9619ff-8b86-d011-b42d-00c04fc964ff (Guid) text='sent' urgent=True (Boolean)",
            page);
    }

    [Fact]
    public async Task Values_that_were_read_are_gone_with_the_next_request()
    {
        using var visitor = CreateVisitor();
        await PostAsync(visitor, "/messages/send");

        Assert.Equal("", await GetAsync(visitor, "/messages/sent"));
        Assert.Equal("", await GetAsync(visitor, "/keys"));
    }

    [Fact]
    public async Task Values_wait_for_the_page_that_reads_them()
    {
        using var visitor = CreateVisitor();
        await SendWithoutRedirectAsync(visitor);

        Assert.Equal("nothing 0", await GetAsync(visitor, "/messages"));
        Assert.Equal("0", await GetAsync(visitor, "/visits"));

        Assert.Equal("sent", await GetAsync(visitor, "/messages/peek"));
    }

    [Fact]
    public async Task A_value_that_is_only_peeked_at_stays()
    {
        using var visitor = CreateVisitor();
        await SendWithoutRedirectAsync(visitor);

        Assert.Equal("sent", await GetAsync(visitor, "/messages/peek"));
        Assert.Equal("sent", await GetAsync(visitor, "/messages/peek"));
        Assert.Contains("text='sent'", await GetAsync(visitor, "/messages/sent"), StringComparison.Ordinal);
        Assert.Equal("none", await GetAsync(visitor, "/messages/peek"));
    }

    [Fact]
    public async Task Keep_of_a_key_keeps_this_value_only()
    {
        using var visitor = CreateVisitor();
        await SendWithoutRedirectAsync(visitor);

        Assert.Equal("sent 3", await GetAsync(visitor, "/messages/preview"));
        Assert.Equal("sent none", await GetAsync(visitor, "/messages/preview"));
        Assert.Equal("sent none", await GetAsync(visitor, "/messages/preview"));
    }

    [Fact]
    public async Task Keep_without_a_key_keeps_all_values()
    {
        using var visitor = CreateVisitor();
        await SendWithoutRedirectAsync(visitor);

        Assert.Equal("sent 3", await GetAsync(visitor, "/messages/previewall"));
        Assert.Equal("sent 3", await GetAsync(visitor, "/messages/previewall"));
    }

    [Fact]
    public async Task Cleared_values_are_gone_and_the_rest_of_the_session_stays()
    {
        using var visitor = CreateVisitor();
        await PostAsync(visitor, "/visits");
        await SendWithoutRedirectAsync(visitor);

        Assert.Equal("", await PostAsync(visitor, "/messages/forget"));

        Assert.Equal("none", await GetAsync(visitor, "/messages/peek"));
        Assert.Equal("visits", await GetAsync(visitor, "/keys"));
    }

    [Fact]
    public async Task A_second_post_replaces_the_values_of_the_first()
    {
        using var visitor = CreateVisitor();
        await SendWithoutRedirectAsync(visitor);
        Assert.Contains("text='sent'", await PostAsync(visitor, "/messages/send"), StringComparison.Ordinal);

        Assert.Equal("none", await GetAsync(visitor, "/messages/peek"));
    }

    [Fact]
    public async Task A_value_of_a_type_that_TempData_does_not_support_fails_and_the_next_request_works()
    {
        using var visitor = CreateVisitor();
        await PostAsync(visitor, "/visits");

        var error = await PostAsync(visitor, HttpStatusCode.InternalServerError, "/messages/sendobject");

        Assert.Contains("cannot serialize an object of type", error, StringComparison.Ordinal);
        Assert.Equal("none", await GetAsync(visitor, "/messages/peek"));
        Assert.Equal("Emma is saved. 4", await PostAsync(visitor, "/messages/save", ("title", "Emma")));
        Assert.Equal("1", await GetAsync(visitor, "/visits"));
    }

    [Fact]
    public async Task A_visitor_without_messages_gets_no_cookie()
    {
        using var visitor = CreateVisitor();

        using var response = await visitor.GetAsync("/messages", Cancellation);

        Assert.Equal("nothing 0", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Two_visitors_read_their_own_messages()
    {
        using var first = CreateVisitor();
        using var second = CreateVisitor();
        await SendWithoutRedirectAsync(first);

        Assert.Equal("none", await GetAsync(second, "/messages/peek"));
        Assert.Equal("Emma is saved. 4", await PostAsync(second, "/messages/save", ("title", "Emma")));
        Assert.Equal("sent", await GetAsync(first, "/messages/peek"));
    }

    [Fact]
    public async Task Parallel_requests_that_peek_read_the_same_message()
    {
        using var visitor = CreateVisitor();
        await SendWithoutRedirectAsync(visitor);

        Assert.All(await GetInParallelAsync(visitor, "/messages/peek"), answer => Assert.Equal("sent", answer));
    }

    [Fact]
    public async Task Messages_of_an_expired_session_are_gone()
    {
        var cookies = new CookieContainer();
        using var visitor = CreateVisitor(Factory, cookies);
        await SendWithoutRedirectAsync(visitor);

        await using var emptied = CreateHostWithoutSessions();
        using var returned = CreateVisitor(emptied, cookies);

        Assert.Equal("none", await GetAsync(returned, "/messages/peek"));
        Assert.Equal("Emma is saved. 4", await PostAsync(returned, "/messages/save", ("title", "Emma")));
    }

    // Stores the values and leaves them unread.
    private static Task<string> SendWithoutRedirectAsync(HttpClient visitor)
        => PostAsync(visitor, HttpStatusCode.NoContent, "/messages/send?stay=true");
}
