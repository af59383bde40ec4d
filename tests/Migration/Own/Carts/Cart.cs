namespace Migration.Own.Carts;

/// <summary>The cart itself, which can be tested without a session.</summary>
public class Cart
{
    public List<CartLine> Lines { get; set; } = [];

    public virtual void AddItem(Product product, int quantity)
    {
        var line = Lines.FirstOrDefault(l => l.Product.ProductId == product.ProductId);
        if (line == null)
        {
            Lines.Add(new CartLine { Product = product, Quantity = quantity });
        }
        else
        {
            line.Quantity += quantity;
        }
    }

    public virtual void RemoveLine(Product product) => Lines.RemoveAll(l => l.Product.ProductId == product.ProductId);

    public virtual void Clear() => Lines.Clear();

    public decimal ComputeTotalValue() => Lines.Sum(l => l.Product.Price * l.Quantity);
}
