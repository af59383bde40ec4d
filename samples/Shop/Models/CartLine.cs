namespace Shop.Models;

/// <summary>A product in the cart with its quantity.</summary>
public sealed class CartLine
{
    public required string Product { get; init; }

    public int Quantity { get; set; }
}
