using TypedSessions;

namespace Operations;

/// <summary>The session of a visitor.</summary>
[SessionModel]
public partial class VisitSession
{
    [SessionProperty(Merge = SessionMerge.Sum)]
    public partial int Pages { get; set; }

    [SessionProperty]
    public partial string? LastSearch { get; set; }

    [SessionProperty(Merge = SessionMerge.ThreeWay)]
    public partial List<string>? Basket { get; set; }

    [SessionProperty]
    [SensitiveSessionData(Justification = "Shows that the dashboard masks it.")]
    public partial string? Pin { get; set; }
}
