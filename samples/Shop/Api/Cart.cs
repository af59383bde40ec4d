using System.Security.Claims;
using Shop.Models;

namespace Shop.Api;

/// <summary>The cart in the API.</summary>
/// <param name="UserName">The name of the signed-in user, or <see langword="null"/>.</param>
/// <param name="Visits">The number of visits to the catalogue.</param>
/// <param name="Lines">The lines of the cart.</param>
/// <param name="Total">The total price in euros.</param>
public sealed record Cart(string? UserName, int Visits, IReadOnlyList<CartLine> Lines, decimal Total)
{
    public static Cart From(ShopSession shop, ClaimsPrincipal user) => new(user.Identity?.Name, shop.Visits, shop.Lines, shop.Total);
}
