using System.Text.Json.Serialization;

namespace Migration.Own.Carts;

/// <summary>A cart that stores itself as JSON after each change.</summary>
public sealed class SessionCart : Cart
{
    private const string Key = "Cart";

    [JsonIgnore]
    public ISession? Session { get; set; }

    public static Cart GetCart(IServiceProvider services)
    {
        var session = services.GetRequiredService<IHttpContextAccessor>().HttpContext?.Session;
        var cart = session?.Get<SessionCart>(Key) ?? new SessionCart();
        cart.Session = session;
        return cart;
    }

    public override void AddItem(Product product, int quantity)
    {
        base.AddItem(product, quantity);
        Session?.Set(Key, this);
    }

    public override void RemoveLine(Product product)
    {
        base.RemoveLine(product);
        Session?.Set(Key, this);
    }

    public override void Clear()
    {
        base.Clear();
        Session?.Remove(Key);
    }
}
