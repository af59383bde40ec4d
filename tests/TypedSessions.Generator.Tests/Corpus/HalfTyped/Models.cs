// A model while it is typed.
[SessionModel]
public partial class Cart
{
    [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }

    [SessionProperty] public partial

    [SessionProperty(Key = )] public partial string? Name { get; set; }

    [SessionProperty(Key = "a" + )] public partial string? Other { get; set; }

    [SessionProperty] public partial Unknown<int> Thing { get; set; }

    [SessionProperty] public partial List< Lines { get; set; }
