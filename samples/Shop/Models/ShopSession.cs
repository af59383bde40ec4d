using TypedSessions;

namespace Shop.Models;

/// <summary>What the shop remembers of a visitor.</summary>
[SessionModel(JsonContext = typeof(ShopJson))]
public sealed partial class ShopSession
{
    /// <summary>The most that a cart takes of one product.</summary>
    public const int MaxQuantity = 999;

    /// <summary>Null until somebody signs in.</summary>
    [SessionProperty]
    public partial string? UserName { get; set; }

    /// <summary>The cart.</summary>
    [SessionProperty]
    public partial List<CartLine> Lines { get; set; }

    /// <summary>How often the catalogue was looked at.</summary>
    [SessionProperty]
    public partial int Visits { get; set; }

    public int Count => Lines.Sum(line => line.Quantity);

    public decimal Total => Lines.Sum(line => line.Quantity * Catalogue.Find(line.Product)?.Price ?? 0);

    /// <summary>Puts one more into the cart. The list and its lines are changed in place, and saved all the same.</summary>
    public void Add(Product product)
    {
        var line = Lines.Find(line => line.Product == product.Id);
        if (line is null)
        {
            line = new CartLine { Product = product.Id };
            Lines.Add(line);
        }

        line.Quantity = Math.Min(line.Quantity + 1, MaxQuantity);
    }

    /// <summary>Takes a product out of the cart, however many there are.</summary>
    /// <returns>Whether it was in there.</returns>
    public bool Remove(string product) => Lines.RemoveAll(line => line.Product == product) > 0;
}
