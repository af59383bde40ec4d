namespace TypedSessions.Generator.Parsing;

/// <summary>The reasons why a type cannot be the codec of a property.</summary>
internal enum CodecProblem
{
    None,

    /// <summary>The type does not derive from <c>SessionCodec&lt;T&gt;</c> of the property's type.</summary>
    OtherType,

    Abstract,

    /// <summary>The type is local to its file, so generated code cannot use it.</summary>
    FileLocal,

    /// <summary>The model cannot call a constructor without parameters.</summary>
    NoConstructor,
}
