namespace Intranet;

[SessionModel]
public partial class UserSession
{
    [SessionProperty] public partial Guid? AccountId { get; set; }

    [SessionProperty] public partial DateTimeOffset? SignedInAt { get; set; }

    [SessionProperty] public partial string? ReturnUrl { get; set; }

    [SessionProperty(Default = 0, Merge = SessionMerge.Sum)] public partial int FailedTries { get; set; }

    [SessionProperty] public partial Theme Theme { get; set; }

    // A plain property beside the stored ones lives as long as the request.
    public bool IsFresh { get; set; }
}

public enum Theme
{
    Light,
    Dark,
    Contrast,
}
