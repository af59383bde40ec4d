namespace TypedSessions.Generator.Parsing;

/// <summary>Why nothing can be generated for a class.</summary>
internal enum ModelProblem
{
    None,

    /// <summary>The project's language version has no partial properties (C# 12 and older).</summary>
    LanguageVersion,

    NotPartial,

    /// <summary>A type around the class is not partial.</summary>
    ContainingTypeNotPartial,

    /// <summary>The class, or a type around it, is local to its file.</summary>
    FileLocal,

    Static,

    /// <summary>An abstract class cannot be opened.</summary>
    Abstract,

    /// <summary>A record compares and copies by value, which a view of a session does not have.</summary>
    Record,

    /// <summary>The base class is a model itself; both would be views of one session with members of the same names.</summary>
    DerivesFromModel,

    /// <summary>The class has constructors, but none without parameters.</summary>
    NoParameterlessConstructor,

    /// <summary>The class has a <c>required</c> member, so that <c>new()</c> cannot open it.</summary>
    RequiredMember,
}
