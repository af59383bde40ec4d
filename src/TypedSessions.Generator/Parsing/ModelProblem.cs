namespace TypedSessions.Generator.Parsing;

/// <summary>The reasons why a class cannot be generated.</summary>
internal enum ModelProblem
{
    None,

    /// <summary>The project's language version has no partial properties (C# 12 and older).</summary>
    LanguageVersion,

    NotPartial,

    /// <summary>A containing type is not partial.</summary>
    ContainingTypeNotPartial,

    /// <summary>The class or a containing type is local to its file.</summary>
    FileLocal,

    Static,

    /// <summary>The class is abstract and cannot be instantiated.</summary>
    Abstract,

    /// <summary>The class is a record, but a view of a session has no value equality or copies.</summary>
    Record,

    /// <summary>A base class is a model itself, so their generated members would conflict.</summary>
    DerivesFromModel,

    /// <summary>The class has no parameterless constructor.</summary>
    NoParameterlessConstructor,

    /// <summary>The class has a <c>required</c> member, so <c>new()</c> cannot create it.</summary>
    RequiredMember,
}
