namespace TypedSessions.Generator.Parsing;

/// <summary>Why values of a type cannot be stored.</summary>
internal enum TypeProblem
{
    None,

    /// <summary>The compiler does not know the type, and says so.</summary>
    Unknown,

    /// <summary><c>object</c> and <c>dynamic</c>: what comes back would not be what was stored.</summary>
    Untyped,

    Delegate,
    Pointer,
    RefStruct,
    MultidimensionalArray,

    /// <summary>A value tuple: its elements are fields, which JSON leaves out.</summary>
    Tuple,

    /// <summary>
    /// A stream, a task, an expression, a type, a request: something that lives in a process and holds no data of its own.
    /// </summary>
    Live,

    /// <summary>The keys of a dictionary have to be scalars or enums: JSON writes them as names.</summary>
    DictionaryKey,

    /// <summary>A session model is a view of the session and cannot be a value in it.</summary>
    SessionModel,

    /// <summary>
    /// An abstract class or an interface that says nothing about what stands behind it, so that it could be written but not read.
    /// </summary>
    Abstract,
}
