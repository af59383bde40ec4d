using TypedSessions;

namespace Versions.Second;

/// <summary>The release that reads the new keys and writes the former ones, beside servers with the first version.</summary>
[SessionModel(Prefix = "shop.", JsonContext = typeof(ShopJson))]
internal sealed partial class ShopSession
{
    [SessionProperty(Key = "lines", FormerKeys = ["cart"], KeepFormer = true)] public partial List<CartLine> Lines { get; set; }

    [SessionProperty(Key = "visits2", FormerKeys = ["visits"], KeepFormer = true)] public partial VisitCount Visits { get; set; }

    [SessionProperty(Key = "size")] public partial Size Size { get; set; }

    [SessionProperty(Key = "address")] public partial Address? Address { get; set; }

    [SessionUpgrade(nameof(Visits))] private static VisitCount FromNumber(int visits) => new() { Number = visits };

    [SessionDowngrade(nameof(Visits))] private static int ToNumber(VisitCount visits) => visits.Number;
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
