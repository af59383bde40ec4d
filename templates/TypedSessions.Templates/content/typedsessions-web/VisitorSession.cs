using TypedSessions;

/// <summary>What is kept of a visitor from one request to the next. The generator writes the other half of this class.</summary>
[SessionModel]
public partial class VisitorSession
{
    /// <summary>Null: not in the session.</summary>
    [SessionProperty] public partial string? Name { get; set; }

    /// <summary>Zero until it is set.</summary>
    [SessionProperty] public partial int Visits { get; set; }
}
