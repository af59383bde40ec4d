using System.Net;

namespace TypedSessions.Packages.Tests.Migration;

/// <summary>A cart class that stores itself in the session as JSON.</summary>
/// <typeparam name="TProgram">The program before or after the migration.</typeparam>
public abstract class CartTests<TProgram>(QuietFactory<TProgram> factory) : ApplicationTests<TProgram>(factory)
    where TProgram : class
{
    [Fact]
    public async Task Products_are_collected_over_several_requests()
    {
        using var visitor = CreateVisitor();
        await AddAsync(visitor, product: 1, quantity: 2);

        var page = await AddAsync(visitor, product: 2, quantity: 1);

        Assert.Contains("<li>2 x Kayak</li>", page, StringComparison.Ordinal);
        Assert.Contains("<li>1 x Lifejacket</li>", page, StringComparison.Ordinal);
        Assert.Contains("<p class=\"total\">598.95</p>", page, StringComparison.Ordinal);
        Assert.Contains("<p class=\"summary\">3 item(s)</p>", await GetAsync(visitor, "/cart"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_product_that_is_added_again_raises_the_quantity_of_its_line()
    {
        using var visitor = CreateVisitor();
        await AddAsync(visitor, product: 1, quantity: 2);

        var page = await AddAsync(visitor, product: 1, quantity: 3);

        Assert.Contains("<li>5 x Kayak</li>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removed_line_is_gone_and_the_other_stays()
    {
        using var visitor = CreateVisitor();
        await AddAsync(visitor, product: 1, quantity: 2);
        await AddAsync(visitor, product: 2, quantity: 1);

        await PostAsync(visitor, "/cart/remove", ("productId", "1"));
        var page = await GetAsync(visitor, "/cart");

        Assert.DoesNotContain("Kayak", page, StringComparison.Ordinal);
        Assert.Contains("<li>1 x Lifejacket</li>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removing_a_line_that_is_not_in_the_cart_changes_nothing()
    {
        using var visitor = CreateVisitor();
        await AddAsync(visitor, product: 1, quantity: 2);

        var page = await PostAsync(visitor, "/cart/remove", ("productId", "2"));

        Assert.Contains("<li>2 x Kayak</li>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_product_is_not_found_and_leaves_the_cart_as_it_is()
    {
        using var visitor = CreateVisitor();
        await AddAsync(visitor, product: 1, quantity: 2);

        await PostAsync(visitor, HttpStatusCode.NotFound, "/cart/add", ("productId", "99"));

        Assert.Contains("<p class=\"summary\">2 item(s)</p>", await GetAsync(visitor, "/cart"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkout_empties_the_cart_and_removes_its_key_only()
    {
        using var visitor = CreateVisitor();
        await PostAsync(visitor, "/visits");
        await AddAsync(visitor, product: 1, quantity: 2);
        Assert.Equal("Cart visits", await GetAsync(visitor, "/keys"));

        Assert.Equal("Thanks for your order, Ada.", await PostAsync(visitor, "/cart/checkout", ("name", "Ada")));

        Assert.Equal("visits", await GetAsync(visitor, "/keys"));
        Assert.Contains("<p class=\"summary\">0 item(s)</p>", await GetAsync(visitor, "/cart"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkout_without_a_name_keeps_the_cart()
    {
        using var visitor = CreateVisitor();
        await AddAsync(visitor, product: 1, quantity: 2);

        var page = await PostAsync(visitor, "/cart/checkout");

        Assert.Contains("Please enter a name.", page, StringComparison.Ordinal);
        Assert.Contains("<li>2 x Kayak</li>", await GetAsync(visitor, "/cart"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkout_of_an_empty_cart_is_refused()
    {
        using var visitor = CreateVisitor();

        var page = await PostAsync(visitor, "/cart/checkout", ("name", "Ada"));

        Assert.Contains("Sorry, your cart is empty!", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewing_an_empty_cart_sets_no_cookie()
    {
        using var visitor = CreateVisitor();

        using var response = await visitor.GetAsync("/cart", Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Two_visitors_have_two_carts()
    {
        using var first = CreateVisitor();
        using var second = CreateVisitor();
        await AddAsync(first, product: 1, quantity: 2);

        var page = await AddAsync(second, product: 2, quantity: 1);

        Assert.DoesNotContain("Kayak", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Lifejacket", await GetAsync(first, "/cart"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Carts_of_concurrent_visitors_stay_separate()
    {
        var quantities = Enumerable.Range(1, 8);

        var pages = await Task.WhenAll(quantities.Select(async quantity =>
        {
            using var visitor = CreateVisitor();
            await AddAsync(visitor, product: 1, quantity);
            return await AddAsync(visitor, product: 2, quantity);
        }));

        Assert.All(quantities.Zip(pages), cart =>
        {
            Assert.Contains($"<li>{cart.First} x Kayak</li>", cart.Second, StringComparison.Ordinal);
            Assert.Contains($"<li>{cart.First} x Lifejacket</li>", cart.Second, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Parallel_requests_of_a_visitor_read_the_same_cart()
    {
        using var visitor = CreateVisitor();
        var page = await AddAsync(visitor, product: 1, quantity: 2);

        Assert.All(await GetInParallelAsync(visitor, "/cart"), answer => Assert.Equal(page, answer));
    }

    [Fact]
    public async Task A_forged_cookie_leads_to_an_empty_cart_that_can_be_filled()
    {
        using var visitor = await CreateVisitorWithForgedCookieAsync();
        Assert.Contains("<p class=\"summary\">0 item(s)</p>", await GetAsync(visitor, "/cart"), StringComparison.Ordinal);

        await AddAsync(visitor, product: 1, quantity: 2);

        Assert.Contains("<li>2 x Kayak</li>", await GetAsync(visitor, "/cart"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_session_leads_to_an_empty_cart_that_can_be_filled()
    {
        var cookies = new CookieContainer();
        using var visitor = CreateVisitor(Factory, cookies);
        await AddAsync(visitor, product: 1, quantity: 2);

        await using var emptied = CreateHostWithoutSessions();
        using var returned = CreateVisitor(emptied, cookies);
        Assert.Contains("<p class=\"summary\">0 item(s)</p>", await GetAsync(returned, "/cart"), StringComparison.Ordinal);
        await AddAsync(returned, product: 2, quantity: 1);

        Assert.Contains("<p class=\"summary\">1 item(s)</p>", await GetAsync(returned, "/cart"), StringComparison.Ordinal);
    }

    private static Task<string> AddAsync(HttpClient visitor, int product, int quantity)
        => PostAsync(visitor, "/cart/add", ("productId", $"{product}"), ("quantity", $"{quantity}"));
}
