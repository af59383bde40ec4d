using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>Says why a type cannot be stored, and what to store in its place.</summary>
internal static class TypeProblemText
{
    public static (string Reason, string Advice) Create(TypeProblem problem)
        => problem switch
        {
            TypeProblem.Untyped => ("what comes back would not have the type of what was stored", "name the type of the value"),
            TypeProblem.Delegate => ("a delegate is code and holds no data", "store what it works on"),
            TypeProblem.Pointer => ("an address means nothing in the next request", "store the value that it points to"),
            TypeProblem.RefStruct => ("a ref struct lives on the stack only", "store an array or a string"),
            TypeProblem.MultidimensionalArray => ("JSON has no array of several dimensions", "store an array of arrays"),
            TypeProblem.Tuple => ("the elements of a tuple are fields, which JSON leaves out", "store a record"),
            TypeProblem.Live => ("it lives in one process or request only", "store the data from which it can be made again"),
            TypeProblem.DictionaryKey => ("JSON writes the keys of a dictionary as names", "use a string, a number or an enum as the key"),
            TypeProblem.SessionModel => (
                "a session model is a view of the session and no value in it", "declare a class of its own for the value"),
            TypeProblem.Abstract => (
                "an abstract type does not say what to make when it is read", "name the class, or mark the type with [JsonDerivedType]"),
            _ => ("its type holds no data", "store another type"),
        };
}
