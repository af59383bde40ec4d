namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Names of the diagnostic properties that setup rules pass to their fixes.</summary>
internal static class PropertyNames
{
    /// <summary>The full names of the models to add, separated by semicolons.</summary>
    public const string Models = "Models";

    /// <summary>Present if the call can be moved safely.</summary>
    public const string CanMove = "CanMove";
}
