namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>What the rules of the set-up tell their fixes.</summary>
internal static class PropertyNames
{
    /// <summary>The full names of the models that have to be added, with semicolons between them.</summary>
    public const string Models = "Models";

    /// <summary>There where nothing stands in the way of moving the call.</summary>
    public const string CanMove = "CanMove";
}
