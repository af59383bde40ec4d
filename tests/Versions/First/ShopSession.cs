using TypedSessions;

namespace Versions.First;

/// <summary>The model as it was first released.</summary>
[SessionModel(Prefix = "shop.", JsonContext = typeof(ShopJson))]
internal sealed partial class ShopSession
{
    [SessionProperty(Key = "cart")] public partial List<CartLine> Cart { get; set; }

    [SessionProperty(Key = "visits")] public partial int Visits { get; set; }

    [SessionProperty(Key = "coupon")] public partial string? Coupon { get; set; }

    [SessionProperty(Key = "size")] public partial Size Size { get; set; }

    [SessionProperty(Key = "address")] public partial Address? Address { get; set; }
}

internal sealed class CartLine
{
    [SessionIdentity] public string Product { get; set; } = "";

    public int Count { get; set; }
}

internal sealed record Address(string Street);

internal enum Size
{
    Small,
    Large,
}

[System.Text.Json.Serialization.JsonSerializable(typeof(List<CartLine>))]
[System.Text.Json.Serialization.JsonSerializable(typeof(Address))]
internal sealed partial class ShopJson : System.Text.Json.Serialization.JsonSerializerContext;
