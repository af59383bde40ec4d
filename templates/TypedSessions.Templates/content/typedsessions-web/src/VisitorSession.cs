using TypedSessions;

/// <summary>The session of a visitor. The generator writes the other half of this class.</summary>
[SessionModel]
public partial class VisitorSession
{
#if (!HasSignIn)
    /// <summary>Gets or sets the name; null if it is not in the session.</summary>
    [SessionProperty] public partial string? Name { get; set; }

#endif
    /// <summary>Gets or sets the number of visits, which concurrent requests add up; zero if it is not in the session.</summary>
    [SessionProperty(Merge = SessionMerge.Sum)] public partial int Visits { get; set; }
}
