using TypedSessions;

namespace Versions.Third;

/// <summary>The release that writes the new keys, beside servers with the second version.</summary>
[SessionModel(Prefix = "shop.", JsonContext = typeof(ShopJson), RetiredKeys = ["coupon"])]
internal sealed partial class ShopSession
{
    [SessionProperty(Key = "lines", FormerKeys = ["cart"])] public partial List<CartLine> Lines { get; set; }

    [SessionProperty(Key = "visits2", FormerKeys = ["visits"])] public partial VisitCount Visits { get; set; }

    [SessionProperty(Key = "size")] public partial Size Size { get; set; }

    [SessionProperty(Key = "address")] public partial Address? Address { get; set; }

    [SessionUpgrade(nameof(Visits))] private static VisitCount FromNumber(int visits) => new() { Number = visits };
}

internal sealed class CartLine
{
    [SessionIdentity] public string Product { get; set; } = "";

    public int Count { get; set; }
}

internal sealed class VisitCount
{
    public int Number { get; set; }

    public DateOnly? Since { get; set; }
}

internal sealed record Address(string Street, string? Zip = null);

internal enum Size
{
    Small,
    Large,
    Medium,
}

[System.Text.Json.Serialization.JsonSerializable(typeof(List<CartLine>))]
[System.Text.Json.Serialization.JsonSerializable(typeof(VisitCount))]
[System.Text.Json.Serialization.JsonSerializable(typeof(Address))]
internal sealed partial class ShopJson : System.Text.Json.Serialization.JsonSerializerContext;
