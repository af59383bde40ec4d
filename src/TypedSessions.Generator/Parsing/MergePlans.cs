using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Generator.Parsing;

/// <summary>
/// Describes how values of a type are merged: lists, sets, dictionaries and mutable classes by their parts, others as one unit.
/// </summary>
internal sealed class MergePlans(IAssemblySymbol assembly, string prefix)
{
    // Limits types that grow with every step, such as Node<T> with a property of type Node<Node<T>>, and generated code.
    private const int MaxDepth = 8;
    private const int MaxParts = 100;

    // The enclosing types. A type that contains itself is merged as one unit.
    private readonly Stack<ITypeSymbol> _path = new();
    private int _parts;

    /// <summary>Returns the plan as a C# expression; an empty string for one unit.</summary>
    public string Create(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol named || JsonMembers.HasConverter(named) || Contains(named)
            || _path.Count == MaxDepth || ++_parts > MaxParts)
        {
            return "";
        }

        _path.Push(named);
        var plan = Collections.IsMutableList(named) ? CreateList(named.TypeArguments[0])
            : Collections.IsMutableSet(named) ? prefix + "Set"
            : Collections.IsMutableDictionary(named) ? $"{prefix}Dictionary({Create(named.TypeArguments[1])})"
            : IsMergeable(named) ? CreateObject(named)
            : "";
        _path.Pop();
        return plan;
    }

    private string CreateList(ITypeSymbol element)
    {
        var identity = JsonMembers.FindIdentity(element) is { } property ? Literal(JsonMembers.GetName(property)) : "";
        var elements = Create(element);
        var arguments = elements.Length == 0 ? identity : $"{(identity.Length == 0 ? "null" : identity)}, {elements}";
        return $"{prefix}List({arguments})";
    }

    private string CreateObject(INamedTypeSymbol type)
    {
        var members = new List<string>();
        foreach (var property in JsonMembers.GetProperties(type))
        {
            if (property.Attribute(KnownNames.JsonNamespace, KnownNames.JsonConverterAttribute) is null
                && Create(property.Type) is { Length: > 0 } plan)
            {
                members.Add($"({Literal(JsonMembers.GetName(property))}, {plan})");
            }
        }

        return $"{prefix}Object({string.Join(", ", members)})";
    }

    // A constructor with parameters can reject a combination of members, and a record is replaced as a whole.
    private bool IsMergeable(INamedTypeSymbol type)
        => type is { TypeKind: TypeKind.Class, IsAbstract: false, IsRecord: false, SpecialType: SpecialType.None }
            && type.ContainingNamespace.RootName() != "System"
            && !type.AllInterfaces.Any(static it => it.SpecialType == SpecialType.System_Collections_IEnumerable)
            && JsonMembers.HasDefaultConstructor(type)
            && !JsonMembers.IsPolymorphic(type)
            && !Immutability.IsImmutable(type, assembly);

    private bool Contains(INamedTypeSymbol type) => _path.Any(outer => SymbolEqualityComparer.Default.Equals(outer, type));

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
