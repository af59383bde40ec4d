// Two models have the same key, which a prefix distinguishes.
#pragma warning disable TSES023

namespace TypedSessions.Tests.Models;

/// <summary>A model whose keys get a prefix from the application.</summary>
[SessionModel(Prefix = "px.", RetiredKeys = ["coupon"])]
internal sealed partial class PrefixedShop
{
    [SessionProperty(Key = "visits", Merge = SessionMerge.Sum)] public partial int Visits { get; set; }

    [SessionProperty(Key = "lines", FormerKeys = ["cart"])] public partial List<string> Lines { get; set; }

    [SessionProperty(Flash = true)] public partial string? Saved { get; set; }

    [SessionProperty(ExpiresAfterMinutes = 5)] public partial string? Code { get; set; }

    [SessionProperty(Key = "count-{0}")] public partial SessionMap<string, int> Counts { get; }
}

/// <summary>A model with a key of two other models.</summary>
[SessionModel]
internal sealed partial class SecondShop
{
    [SessionProperty(Key = "px-shared")] public partial int Number { get; set; }
}

/// <summary>A model whose key equals that of another model with a certain prefix.</summary>
[SessionModel]
internal sealed partial class OtherShop
{
    [SessionProperty(Key = "shared")] public partial int Number { get; set; }
}

/// <summary>A model that needs a prefix.</summary>
[SessionModel]
internal sealed partial class ThirdShop
{
    [SessionProperty(Key = "px-shared")] public partial int Number { get; set; }
}

/// <summary>A model that keeps the former keys of flash values, of a map and of a sum.</summary>
[SessionModel(Prefix = "kf.", RetiredKeys = ["draft-{0}"])]
internal sealed partial class KeepingPrefixedShop
{
    [SessionProperty(Key = "visits2", FormerKeys = ["visits"], KeepFormer = true, Merge = SessionMerge.Sum)]
    public partial int Visits { get; set; }

    [SessionProperty(Key = "info2", FormerKeys = ["info"], KeepFormer = true, Flash = true)] public partial string? Info { get; set; }

    [SessionProperty(Key = "message-{0}", FormerKeys = ["msg-{0}"], KeepFormer = true, Flash = true)]
    public partial SessionMap<string, string?> Messages { get; }
}
