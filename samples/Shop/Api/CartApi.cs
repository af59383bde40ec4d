using System.Security.Claims;
using Shop.Models;

namespace Shop.Api;

/// <summary>
/// The API of the cart. It needs no antiforgery token: forms of other sites cannot send JSON, and the cookie is SameSite=Lax.
/// </summary>
internal static class CartApi
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/cart", Get);
        app.MapPost("/api/cart", Add);
        app.MapDelete("/api/cart/{product}", Remove);
    }

    // The model is a parameter, so the session is loaded before the handler runs.
    private static Cart Get(ShopSession shop, ClaimsPrincipal user) => Cart.From(shop, user);

    private static IResult Add(ShopSession shop, ClaimsPrincipal user, CartItem item)
    {
        if (Catalogue.Find(item.Product) is not { } product)
        {
            return Results.Problem($"The shop has no '{item.Product}'.", statusCode: StatusCodes.Status404NotFound);
        }

        shop.Add(product);
        return Results.Ok(Cart.From(shop, user));
    }

    private static IResult Remove(ShopSession shop, ClaimsPrincipal user, string product)
        => shop.Remove(product)
            ? Results.Ok(Cart.From(shop, user))
            : Results.Problem($"There is no '{product}' in the cart.", statusCode: StatusCodes.Status404NotFound);
}
