namespace TypedSessions.Generator.Parsing;

/// <summary>The reasons why a map of a model cannot be generated.</summary>
internal enum MapProblem
{
    None,

    /// <summary>The property can be set.</summary>
    Setter,

    /// <summary>The property is declared as nullable.</summary>
    Nullable,

    /// <summary>The key has not one <c>{0}</c> beside other text.</summary>
    Pattern,

    /// <summary>A former key has not one <c>{0}</c> beside other text.</summary>
    FormerPattern,

    /// <summary>An item's key can be the former key of another item.</summary>
    FormerKeyOverlaps,
}
