namespace Shop.Models;

/// <summary>A product of the shop.</summary>
/// <param name="Id">The id in URLs and carts.</param>
/// <param name="Name">The display name.</param>
/// <param name="Note">The description.</param>
/// <param name="Price">The price in euros.</param>
public sealed record Product(string Id, string Name, string Note, decimal Price);
