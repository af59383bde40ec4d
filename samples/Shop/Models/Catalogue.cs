using System.Globalization;

namespace Shop.Models;

/// <summary>The products of the shop.</summary>
public static class Catalogue
{
    public static IReadOnlyList<Product> Products { get; } =
    [
        new("assam", "Assam", "Strong black tea, malty. Takes milk well.", 6.80m),
        new("sencha", "Sencha", "Green tea from Japan, fresh and a little grassy.", 9.50m),
        new("oolong", "Oolong", "Half oxidized, with a scent of flowers. Good for three infusions.", 12.40m),
        new("rooibos", "Rooibos", "Red, sweet, without caffeine.", 4.90m),
        new("pot", "Teapot", "White porcelain, for two cups.", 28.00m),
        new("strainer", "Strainer", "Steel, fits every pot and most cups.", 7.20m),
    ];

    public static Product? Find(string? id) => Products.FirstOrDefault(product => product.Id == id);

    /// <summary>Formats a price.</summary>
    public static string Format(decimal price) => string.Create(CultureInfo.InvariantCulture, $"{price:0.00} €");
}
