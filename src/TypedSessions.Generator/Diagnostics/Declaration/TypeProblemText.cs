using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>Describes why a type cannot be stored, and what to store instead.</summary>
internal static class TypeProblemText
{
    public static (string Reason, string Advice) Create(TypeProblem problem)
        => problem switch
        {
            TypeProblem.Untyped => ("its values would be read as another type", "use a specific type"),
            TypeProblem.Delegate => ("a delegate is code and holds no data", "store its data instead"),
            TypeProblem.Pointer => ("an address is invalid in the next request", "store the value that it points to"),
            TypeProblem.RefStruct => ("a ref struct exists only on the stack", "store an array or a string"),
            TypeProblem.MultidimensionalArray => ("JSON has no multidimensional arrays", "store an array of arrays"),
            TypeProblem.Tuple => ("the elements of a tuple are fields, which JSON omits", "store a record"),
            TypeProblem.ProcessBound => ("it belongs to one process or request", "store the data from which it can be created"),
            TypeProblem.DictionaryKey => (
                "JSON writes the keys of a dictionary as property names", "use a string, a number or an enum as the key"),
            TypeProblem.SessionModel => (
                "a session model is a view of the session, not a value", "declare a separate class for the value"),
            TypeProblem.Abstract => (
                "an abstract type does not specify the class to create", "use the class, or add [JsonDerivedType] to the type"),
            _ => ("it holds no data", "store another type"),
        };
}
