namespace Shop.Models;

/// <summary>So many of one product.</summary>
public sealed class CartLine
{
    public required string Product { get; init; }

    public int Quantity { get; set; }
}
