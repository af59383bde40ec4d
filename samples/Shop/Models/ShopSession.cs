using TypedSessions;

namespace Shop.Models;

/// <summary>The session of a visitor.</summary>
[SessionModel(JsonContext = typeof(ShopJson))]
public sealed partial class ShopSession
{
    /// <summary>The maximum quantity of one product.</summary>
    public const int MaxQuantity = 999;

    /// <summary>Gets or sets the cart.</summary>
    [SessionProperty]
    public partial List<CartLine> Lines { get; set; }

    /// <summary>Gets or sets the number of visits to the catalogue.</summary>
    [SessionProperty(Merge = SessionMerge.Sum)]
    public partial int Visits { get; set; }

    /// <summary>Gets or sets the order of the catalogue.</summary>
    [SessionProperty]
    public partial CatalogueOrder Order { get; set; }

    /// <summary>Gets or sets a message for the next page, which appears once.</summary>
    [SessionProperty(Flash = true)]
    public partial string? Message { get; set; }

    /// <summary>Gets the catalogue in the visitor's order.</summary>
    public IEnumerable<Product> Products => Order switch
    {
        CatalogueOrder.Price => Catalogue.Products.OrderBy(product => product.Price),
        _ => Catalogue.Products,
    };

    public int Count => Lines.Sum(line => line.Quantity);

    public decimal Total => Lines.Sum(line => line.Quantity * Catalogue.Find(line.Product)?.Price ?? 0);

    /// <summary>Adds one item to the cart. Changes in place are detected and saved.</summary>
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

    /// <summary>Removes a product from the cart, whatever its quantity.</summary>
    /// <returns>Whether the cart contained the product.</returns>
    public bool Remove(string product) => Lines.RemoveAll(line => line.Product == product) > 0;

    /// <summary>Removes all products from the cart.</summary>
    public void RemoveAll() => Lines = [];
}
