using System.Net;

namespace TypedSessions.Packages.Tests.Migration;

/// <summary>A static class that accesses the session of the current request.</summary>
/// <typeparam name="TProgram">The program before or after the migration.</typeparam>
public abstract class StaticSessionTests<TProgram>(QuietFactory<TProgram> factory) : ApplicationTests<TProgram>(factory)
    where TProgram : class
{
    private const string Guest = "customer=guest admin=False theme=light ordered=never searches=";

    [Fact]
    public async Task A_new_visitor_has_the_defaults_and_gets_no_cookie()
    {
        using var visitor = CreateVisitor();

        using var response = await visitor.GetAsync("/customer", Cancellation);

        Assert.Equal(Guest, await response.Content.ReadAsStringAsync(Cancellation));
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Values_of_all_types_are_kept_from_request_to_request()
    {
        using var visitor = CreateVisitor();
        await PostAsync(visitor, "/customer/1");
        await PostAsync(visitor, "/customer/theme/dark");
        await PostAsync(visitor, "/customer/order");
        await PostAsync(visitor, "/customer/search/tea");
        await PostAsync(visitor, "/customer/search/milk");

        Assert.Equal("customer=1 admin=True theme=dark ordered=2024-02-29 08:30 Z searches=tea,milk", await GetAsync(visitor, "/customer"));
    }

    [Fact]
    public async Task A_property_that_is_set_to_null_is_removed_and_the_others_stay()
    {
        using var visitor = CreateVisitor();
        await PostAsync(visitor, "/customer/1");
        await PostAsync(visitor, "/customer/theme/dark");

        await PostAsync(visitor, "/customer/forget");

        Assert.Equal("customer=guest admin=True theme=dark ordered=never searches=", await GetAsync(visitor, "/customer"));
        Assert.Equal("IsAdmin Theme", await GetAsync(visitor, "/keys"));
    }

    [Theory]
    [InlineData("/customer/leave")]
    [InlineData("/customer/reset")]
    public async Task The_applications_own_methods_empty_the_session_and_it_can_be_used_again(string path)
    {
        using var visitor = CreateVisitor();
        await PostAsync(visitor, "/customer/1");

        await PostAsync(visitor, path);
        Assert.Equal(Guest, await GetAsync(visitor, "/customer"));

        await PostAsync(visitor, "/customer/theme/dark");
        Assert.Equal("customer=guest admin=False theme=dark ordered=never searches=", await GetAsync(visitor, "/customer"));
    }

    [Fact]
    public async Task Requests_of_different_visitors_at_once_do_not_share_the_static_properties()
    {
        var customers = Enumerable.Range(1, 8);

        var pages = await Task.WhenAll(customers.Select(async customer =>
        {
            using var visitor = CreateVisitor();
            await PostAsync(visitor, $"/customer/{customer}");
            await PostAsync(visitor, $"/customer/search/words-{customer}");
            return await GetAsync(visitor, "/customer");
        }));

        Assert.Equal(
            customers.Select(customer => $"customer={customer} admin={customer == 1} theme=light ordered=never searches=words-{customer}"),
            pages);
    }

    [Fact]
    public async Task Parallel_requests_of_a_visitor_read_the_same_properties()
    {
        using var visitor = CreateVisitor();
        await PostAsync(visitor, "/customer/2");

        Assert.All(
            await GetInParallelAsync(visitor, "/customer"),
            answer => Assert.Equal("customer=2 admin=False theme=light ordered=never searches=", answer));
    }

    [Fact]
    public async Task The_id_stays_the_same_from_the_first_request_that_stores_something()
    {
        using var visitor = CreateVisitor();

        var id = await PostAsync(visitor, "/customer/1");
        await PostAsync(visitor, "/customer/theme/dark");

        Assert.NotEqual("", id);
        Assert.Equal(id, await GetAsync(visitor, "/customer/session"));
    }

    [Fact]
    public async Task Two_visitors_have_two_ids()
    {
        using var first = CreateVisitor();
        using var second = CreateVisitor();

        Assert.NotEqual(await PostAsync(first, "/customer/1"), await PostAsync(second, "/customer/1"));
    }

    [Fact]
    public async Task A_forged_cookie_shows_the_defaults()
    {
        using var visitor = await CreateVisitorWithForgedCookieAsync();

        Assert.Equal(Guest, await GetAsync(visitor, "/customer"));
    }

    [Fact]
    public async Task An_expired_session_shows_the_defaults()
    {
        var cookies = new CookieContainer();
        using var visitor = CreateVisitor(Factory, cookies);
        await PostAsync(visitor, "/customer/1");

        await using var emptied = CreateHostWithoutSessions();
        using var returned = CreateVisitor(emptied, cookies);

        Assert.Equal(Guest, await GetAsync(returned, "/customer"));
    }
}
