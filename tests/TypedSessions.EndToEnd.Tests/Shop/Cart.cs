using System.Text.Json;

namespace TypedSessions.EndToEnd.Tests.Shop;

/// <summary>The cart as the shop's API returns it.</summary>
internal sealed record Cart(string? UserName, int Visits, IReadOnlyList<CartLine> Lines, decimal Total)
{
    /// <summary>The content as text, such as "2 assam, 1 pot".</summary>
    public string Content => string.Join(", ", Lines.Select(line => $"{line.Quantity} {line.Product}"));

    public static async Task<Cart> OfAsync(Visitor visitor) => Read(await visitor.GetAsync("/api/cart"));

    public static async Task<Cart> AddAsync(Visitor visitor, string product)
        => Read(await visitor.SendJsonAsync(HttpMethod.Post, "/api/cart", new { product }));

    private static Cart Read(Reply reply)
    {
        Assert.True(reply.Status == System.Net.HttpStatusCode.OK, $"{reply.Status}: {reply.Html}");
        return JsonSerializer.Deserialize<Cart>(reply.Html, JsonSerializerOptions.Web)!;
    }
}
