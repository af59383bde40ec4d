namespace Migration.Own.Carts;

/// <summary>Stands in for the product table.</summary>
public static class ProductCatalog
{
    private static readonly Product[] Products =
    [
        new() { ProductId = 1, Name = "Kayak", Price = 275 },
        new() { ProductId = 2, Name = "Lifejacket", Price = 48.95m },
    ];

    public static Product? Find(int productId) => Products.FirstOrDefault(p => p.ProductId == productId);
}
