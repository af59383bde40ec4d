namespace TypedSessions.Generator.Parsing;

/// <summary>The reasons why values of a type cannot be stored.</summary>
internal enum TypeProblem
{
    None,

    /// <summary>The type is unknown, which the compiler reports.</summary>
    Unknown,

    /// <summary><c>object</c> or <c>dynamic</c>: the value would be read as another type.</summary>
    Untyped,

    Delegate,
    Pointer,
    RefStruct,
    MultidimensionalArray,

    /// <summary>A value tuple, whose elements are fields, which JSON omits.</summary>
    Tuple,

    /// <summary>A stream, a task, an expression, a type or a request, which belongs to a process and holds no storable data.</summary>
    ProcessBound,

    /// <summary>A dictionary whose keys are neither scalars nor enums, because JSON writes keys as property names.</summary>
    DictionaryKey,

    /// <summary>A session model, which is a view of the session.</summary>
    SessionModel,

    /// <summary>An abstract class or an interface without polymorphism attributes, which JSON can write but not read.</summary>
    Abstract,
}
