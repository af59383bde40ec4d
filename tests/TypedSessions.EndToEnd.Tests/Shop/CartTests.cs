using System.Net;
using TypedSessions.Tests.Testing;

namespace TypedSessions.EndToEnd.Tests.Shop;

/// <summary>The shop over HTTP, on every engine.</summary>
public sealed class CartTests(SharedSites sites, PostgresServer postgres)
{
    public static TheoryData<string> Engines => SessionEngineSettings.Names;

    public static TheoryData<string> AllEngines => [.. Engines.Select(row => row.Data), "cookie"];

    [Theory]
    [MemberData(nameof(AllEngines))]
    public async Task One_cart_is_used_by_the_api_the_controller_and_the_page(string engine)
    {
        var site = await GetSiteAsync(engine);
        var ada = await Account.CreateAsync(site);
        using var visitor = new Visitor(site);

        await Cart.AddAsync(visitor, "sencha");
        var page = await visitor.FillInAsync("/", "/?handler=Add", ("product", "sencha"));
        Assert.Contains("<span class=\"quantity\">2 ×</span> Sencha", WebUtility.HtmlDecode(page.Html));

        await Cart.AddAsync(visitor, "pot");
        await visitor.FillInAsync("/", "/?handler=Add", ("product", "assam"));
        await visitor.FillInAsync("/", "/?handler=Remove", ("product", "pot"));
        await ada.SignInAsync(visitor);
        var review = await visitor.GetAsync("/checkout");
        Assert.Contains($"This is what you order, {ada.Name}.", review.Html);
        Assert.Contains("25.80 €", WebUtility.HtmlDecode(review.Html));
        var cart = await Cart.OfAsync(visitor);
        Assert.Equal((ada.Name, "2 sencha, 1 assam", 25.80m), (cart.UserName, cart.Content, cart.Total));

        var thanks = await visitor.FillInAsync("/checkout", "/checkout");
        Assert.Equal("Your order of 25.80 € has been placed.", thanks.Says.Split('\n')[0]);
        var after = await Cart.OfAsync(visitor);
        Assert.Equal((ada.Name, ""), (after.UserName, after.Content));
    }

    [Theory]
    [InlineData("/checkout", true)]
    [InlineData("https://elsewhere.test/", false)]
    [InlineData("//elsewhere.test/", false)]
    public async Task A_login_leads_back_to_the_page_of_the_site_that_asked_for_it(string returnUrl, bool leadsBack)
    {
        var site = await GetSiteAsync("memory");
        var ada = await Account.CreateAsync(site);
        using var visitor = new Visitor(site);
        await Cart.AddAsync(visitor, "sencha");
        var asked = await visitor.GetAsync("/checkout");
        Assert.Contains("name=\"returnUrl\" value=\"/checkout\"", asked.Html, StringComparison.Ordinal);

        var reply = await ada.SignInAsync(visitor, returnUrl);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(leadsBack, reply.Html.Contains($"This is what you order, {ada.Name}.", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_login_changes_the_cookie_and_a_logout_ends_the_session(string engine)
    {
        var site = await GetSiteAsync(engine);
        var ada = await Account.CreateAsync(site);
        using var visitor = new Visitor(site);
        await Cart.AddAsync(visitor, "sencha");
        var before = visitor.Token!;

        await ada.SignInAsync(visitor);
        var signedIn = visitor.Token!;
        Assert.NotEqual(before, signedIn);
        Assert.Equal("1 sencha", (await Cart.OfAsync(visitor)).Content);
        await AssertOpensNothingAsync(site, before);

        await visitor.FillInAsync("/login", "/logout");
        Assert.Null((await Cart.OfAsync(visitor)).UserName);
        await AssertOpensNothingAsync(site, signedIn);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task A_form_without_its_antiforgery_token_changes_nothing(string engine)
    {
        var site = await GetSiteAsync(engine);
        var ada = await Account.CreateAsync(site);
        using var visitor = new Visitor(site);
        await ada.SignInAsync(visitor);
        await Cart.AddAsync(visitor, "sencha");

        Reply[] replies =
        [
            await visitor.PostAsync("/?handler=Add", ("product", "pot")),
            await visitor.PostAsync("/?handler=Remove", ("product", "sencha")),
            await visitor.PostAsync("/login", ("userName", "Eve"), ("password", ada.Password)),
            await visitor.PostAsync("/checkout"),
            await visitor.PostAsync("/logout"),
        ];

        Assert.All(replies, reply => Assert.Equal(HttpStatusCode.BadRequest, reply.Status));
        Assert.All(replies, reply => Assert.Contains("This form cannot be accepted", reply.Html));
        var cart = await Cart.OfAsync(visitor);
        Assert.Equal((ada.Name, "1 sencha"), (cart.UserName, cart.Content));
    }

    [Fact]
    public async Task An_unknown_product_cannot_be_added_to_a_cart()
    {
        var site = await GetSiteAsync("memory");
        using var visitor = new Visitor(site);

        var api = await visitor.SendJsonAsync(HttpMethod.Post, "/api/cart", new { product = "gold" });
        var page = await visitor.FillInAsync("/", "/?handler=Add", ("product", "gold"));
        var removed = await visitor.SendJsonAsync(HttpMethod.Delete, "/api/cart/gold");
        var elsewhere = await visitor.GetAsync("/gold");

        Assert.All([api, page, removed, elsewhere], reply => Assert.Equal(HttpStatusCode.NotFound, reply.Status));
        Assert.Contains("The shop has no", api.Html);
        Assert.Contains("There is no such page", elsewhere.Html);
        Assert.Equal("", (await Cart.OfAsync(visitor)).Content);
    }

    [Theory]
    [InlineData("mongodb")]
    [InlineData("")]
    public async Task An_unknown_engine_stops_the_start_with_the_names_of_the_known_ones(string engine)
    {
        await using var site = new ShopSite { Settings = new Dictionary<string, string> { ["Sessions__Engine"] = engine } };

        await Assert.ThrowsAsync<InvalidOperationException>(site.StartAsync);

        await site.EndedAsync();
        Assert.Contains(
            $"Sessions:Engine is '{engine}'. It can be memory, files, database, cache, cachedDatabase, cookies, redis, or another",
            site.Output);
    }

    private static async Task AssertOpensNothingAsync(SampleSite site, string token)
    {
        using var thief = Visitor.WithToken(site, token);
        var cart = await Cart.OfAsync(thief);
        Assert.Equal((null, ""), (cart.UserName, cart.Content));
    }

    private Task<ShopSite> GetSiteAsync(string engine) => sites.GetAsync<ShopSite>(engine, postgres);
}
