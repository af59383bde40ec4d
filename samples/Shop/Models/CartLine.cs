using TypedSessions;

namespace Shop.Models;

/// <summary>A product in the cart with its quantity.</summary>
public sealed class CartLine
{
    [SessionIdentity]
    public required string Product { get; init; }

    public int Quantity { get; set; }
}
