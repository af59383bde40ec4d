namespace Shop.Api;

/// <summary>What is to be put into the cart.</summary>
/// <param name="Product">A product's id.</param>
public sealed record CartItem(string? Product);
