namespace Migration.Own.Carts;

public sealed class CartLine
{
    public Product Product { get; set; } = new();

    public int Quantity { get; set; }
}
