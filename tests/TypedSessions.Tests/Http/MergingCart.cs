namespace TypedSessions.Tests.Http;

/// <summary>A model whose properties are merged.</summary>
[SessionModel(Prefix = "merging.")]
internal sealed partial class MergingCart
{
    [SessionProperty] public partial List<Line> Lines { get; set; }

    [SessionProperty(Merge = SessionMerge.Sum)] public partial int Visits { get; set; }

    [SessionProperty(Merge = SessionMerge.Fail)] public partial string? Seat { get; set; }

    [SessionProperty(Key = "note-{0}")] public partial SessionMap<string, List<string>> Notes { get; }

    internal sealed class Line
    {
        [SessionIdentity] public string Product { get; set; } = "";

        public int Count { get; set; }
    }
}
