using Shop.Models;

namespace Shop.Api;

/// <summary>
/// The cart for programs. The bodies are JSON, which no form of another site can
/// send, and the cookie is SameSite=Lax: so there is no antiforgery token.
/// </summary>
internal static class CartApi
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/cart", Get);
        app.MapPost("/api/cart", Add);
        app.MapDelete("/api/cart/{product}", Remove);
    }

    // The model among the parameters is all that it takes: the session has been loaded when the handler runs.
    private static Cart Get(ShopSession shop) => Cart.From(shop);

    private static IResult Add(ShopSession shop, CartItem item)
    {
        if (Catalogue.Find(item.Product) is not { } product)
        {
            return Results.Problem($"The shop has no '{item.Product}'.", statusCode: StatusCodes.Status404NotFound);
        }

        shop.Add(product);
        return Results.Ok(Cart.From(shop));
    }

    private static IResult Remove(ShopSession shop, string product)
        => shop.Remove(product)
            ? Results.Ok(Cart.From(shop))
            : Results.Problem($"There is no '{product}' in the cart.", statusCode: StatusCodes.Status404NotFound);
}
