using TypedSessions;

namespace Shop.Models;

/// <summary>
/// The session of a visitor. This release reads and writes the keys of the first one, so both run side by side. The next release
/// drops <c>KeepFormer</c> and the downgrade.
/// </summary>
[SessionModel(JsonContext = typeof(ShopJson), RetiredKeys = ["UserName"])]
public sealed partial class ShopSession
{
    /// <summary>The maximum quantity of one product.</summary>
    public const int MaxQuantity = 999;

    /// <summary>Gets or sets the cart: the quantity of each product. In the first release it was a list of lines.</summary>
    [SessionProperty(FormerKeys = ["Lines"], KeepFormer = true)]
    public partial Dictionary<string, int> Quantities { get; set; }

    /// <summary>Gets or sets the number of visits to the catalogue. The first release had another name for it.</summary>
    [SessionProperty(FormerKeys = ["Visits"], KeepFormer = true, Merge = SessionMerge.Sum)]
    public partial int CatalogueVisits { get; set; }

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
        CatalogueOrder.Name => Catalogue.Products.OrderBy(product => product.Name, StringComparer.Ordinal),
        _ => Catalogue.Products,
    };

    /// <summary>Gets the cart as the pages and the API show it.</summary>
    public IReadOnlyList<CartLine> Lines => ToLines(Quantities);

    /// <summary>Gets or sets the number of visits by the name that the pages use.</summary>
    public int Visits
    {
        get => CatalogueVisits;
        set => CatalogueVisits = value;
    }

    public int Count => Quantities.Values.Sum();

    public decimal Total => Quantities.Sum(line => line.Value * Catalogue.Find(line.Key)?.Price ?? 0);

    /// <summary>Adds one item to the cart. Changes in place are detected and saved.</summary>
    public void Add(Product product)
        => Quantities[product.Id] = Math.Min(Quantities.GetValueOrDefault(product.Id) + 1, MaxQuantity);

    /// <summary>Removes a product from the cart, whatever its quantity.</summary>
    /// <returns>Whether the cart contained the product.</returns>
    public bool Remove(string product) => Quantities.Remove(product);

    /// <summary>Removes all products from the cart.</summary>
    public void RemoveAll() => Quantities = [];

    [SessionUpgrade(nameof(Quantities))]
    private static Dictionary<string, int> FromLines(List<CartLine> lines)
        => lines.AggregateBy(line => line.Product, 0, (quantity, line) => quantity + line.Quantity).ToDictionary();

    [SessionDowngrade(nameof(Quantities))]
    private static List<CartLine> ToLines(Dictionary<string, int> quantities)
        => [.. quantities.Select(line => new CartLine { Product = line.Key, Quantity = line.Value })];
}
