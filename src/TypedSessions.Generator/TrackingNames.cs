namespace TypedSessions.Generator;

/// <summary>The names of the pipeline's steps, for the tests that look at why a step ran.</summary>
public static class TrackingNames
{
    public const string Models = nameof(Models);
}
