using Shop.Models;

namespace Shop.Api;

/// <summary>The cart as programs see it.</summary>
/// <param name="UserName">Who is signed in, if anybody is.</param>
/// <param name="Visits">How often the catalogue was looked at.</param>
/// <param name="Lines">What is in it.</param>
/// <param name="Total">What it costs, in euros.</param>
public sealed record Cart(string? UserName, int Visits, IReadOnlyList<CartLine> Lines, decimal Total)
{
    public static Cart From(ShopSession shop) => new(shop.UserName, shop.Visits, shop.Lines, shop.Total);
}
