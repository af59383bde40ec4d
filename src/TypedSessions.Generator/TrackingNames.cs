namespace TypedSessions.Generator;

/// <summary>The names of the pipeline steps, for tests.</summary>
public static class TrackingNames
{
    public const string Models = nameof(Models);
}
