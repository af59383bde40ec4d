namespace Shop.Api;

/// <summary>A product to add to the cart.</summary>
/// <param name="Product">The product's id.</param>
public sealed record CartItem(string? Product);
