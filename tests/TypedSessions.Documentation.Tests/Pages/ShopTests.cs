using System.Net;
using System.Text.RegularExpressions;
using TypedSessions.Documentation.Tests.Testing;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/shop.md")]
public sealed partial class ShopTests
{
    [Fact]
    [Paste("app.MapPost(\"/checkout\"")]
    [Paste("public partial class ShopSession")]
    public async Task A_cart_outlives_the_login_and_ends_with_the_logout()
    {
        await using var site = await Project.RunAsync();
        using var visitor = site.Open();
        await visitor.ReadAsync("/");
        Assert.Null(visitor.Token);

        await SendAsync(visitor, "/", "/cart", ("book", "<tea>"));
        await SendAsync(visitor, "/", "/cart", ("book", "<tea>"));
        Assert.Contains("<h1>Hello guest</h1><p>2 of &lt;tea&gt;</p>", await visitor.ReadAsync("/"), StringComparison.Ordinal);
        var login = await SendAsync(visitor, "/", "/checkout");
        Assert.StartsWith("/login?", login.Headers.Location!.PathAndQuery, StringComparison.Ordinal);

        using var before = visitor.Copy();
        await SendAsync(visitor, "/login", "/login", ("name", "Ada"), ("password", "wrong"));
        Assert.Equal(before.Token, visitor.Token);
        await SendAsync(visitor, "/login", "/login", ("name", "Ada"), ("password", "secret"));
        Assert.NotEqual(before.Token, visitor.Token);
        Assert.Contains("<h1>Hello Ada</h1><p>2 of", await visitor.ReadAsync("/"), StringComparison.Ordinal);
        Assert.Contains("<h1>Hello guest</h1><form", await before.ReadAsync("/"), StringComparison.Ordinal);

        using var order = await SendAsync(visitor, "/", "/checkout");
        Assert.Equal("Ada has ordered 2 books.", await order.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("<h1>Hello Ada</h1><form", await visitor.ReadAsync("/"), StringComparison.Ordinal);

        await SendAsync(visitor, "/", "/cart", ("book", "ink"));
        await SendAsync(visitor, "/", "/logout");
        Assert.Null(visitor.Token);
        Assert.Contains("<h1>Hello guest</h1><form", await visitor.ReadAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    [Paste("app.MapPost(\"/checkout\"")]
    [Paste("public partial class ShopSession")]
    public async Task A_cross_site_form_is_refused()
    {
        await using var site = await Project.RunAsync();
        using var visitor = site.Open();
        using var response = await visitor.PostAsync("/cart", new FormUrlEncodedContent([new("book", "tea")]));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    /// <summary>Opens a page and submits its form.</summary>
    internal static async Task<HttpResponseMessage> SendAsync(
        Browser visitor, string page, string action, params (string Name, string Value)[] fields)
    {
        var token = HiddenField().Match(await visitor.ReadAsync(page));
        Assert.True(token.Success);
        return await visitor.PostAsync(action, new FormUrlEncodedContent(
        [
            new(token.Groups["name"].Value, token.Groups["value"].Value),
            .. fields.Select(static field => KeyValuePair.Create(field.Name, field.Value)),
        ]));
    }

    [GeneratedRegex("<input type=hidden name=(?<name>[^ ]+) value=(?<value>[^>]+)>")]
    private static partial Regex HiddenField();
}
