namespace Shop.Models;

/// <summary>Something that the shop sells.</summary>
/// <param name="Id">Its name in addresses and carts.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Note">What it is.</param>
/// <param name="Price">In euros.</param>
public sealed record Product(string Id, string Name, string Note, decimal Price);
