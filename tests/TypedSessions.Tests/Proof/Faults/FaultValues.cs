namespace TypedSessions.Tests.Proof.Faults;

/// <summary>Values that are merged with the stored ones, so that a change that is stored twice is detected.</summary>
[SessionModel]
internal sealed partial class FaultValues
{
    internal const string CountKey = "times";

    [SessionProperty(Key = CountKey, Merge = SessionMerge.Sum)]
    public partial int Count { get; set; }

    [SessionProperty(Key = "added")]
    public partial List<string> Lines { get; set; }
}
