// The versions share the keys of one session, like successive releases of an application.
#pragma warning disable TSES023, TSES037

namespace TypedSessions.Tests.Models.Evolution;

/// <summary>The first version.</summary>
[SessionModel(Prefix = "v.")]
internal sealed partial class FirstShop
{
    [SessionProperty(Key = "cart")] public partial List<Line> Cart { get; set; }

    [SessionProperty(Key = "visits", Merge = SessionMerge.Sum)] public partial int Visits { get; set; }

    [SessionProperty(Key = "coupon")] public partial string? Coupon { get; set; }
}

/// <summary>The version that reads both keys and writes the former ones for the first version.</summary>
[SessionModel(Prefix = "v.")]
internal sealed partial class KeepingShop
{
    [SessionProperty(Key = "lines", FormerKeys = ["cart"], KeepFormer = true)]
    public partial List<Line> Lines { get; set; }

    [SessionProperty(Key = "visits2", FormerKeys = ["visits"], KeepFormer = true)]
    public partial VisitCount Visits { get; set; }

    [SessionUpgrade(nameof(Visits))]
    private static VisitCount FromNumber(int visits) => new() { Number = visits };

    [SessionDowngrade(nameof(Visits))]
    private static int ToNumber(VisitCount visits) => visits.Number;
}

/// <summary>The version that reads both keys and writes its own.</summary>
[SessionModel(Prefix = "v.", RetiredKeys = ["coupon"])]
internal sealed partial class MovingShop
{
    [SessionProperty(Key = "lines", FormerKeys = ["cart", "basket"])]
    public partial List<Line> Lines { get; set; }

    [SessionProperty(Key = "visits2", FormerKeys = ["visits"])]
    public partial VisitCount Visits { get; set; }

    [SessionProperty] public partial string? Name { get; set; }

    [SessionProperty(FormerKeys = ["number"], Merge = SessionMerge.Fail)] public partial int? Half { get; set; }

    [SessionUpgrade(nameof(Visits))]
    private static VisitCount FromNumber(int visits)
        => visits < 0 ? throw new ArgumentOutOfRangeException(nameof(visits)) : new() { Number = visits };

    [SessionUpgrade(nameof(Half), From = "number")]
    private static int? FromDouble(int number) => number == 0 ? null : number / 2;
}

internal sealed class VisitCount
{
    public int Number { get; set; }

    public string? Since { get; set; }
}

internal sealed class Line
{
    [SessionIdentity] public string Product { get; set; } = "";

    public int Count { get; set; }
}
