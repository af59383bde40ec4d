using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Parsing;

/// <summary>
/// Finds the experimental types that a model uses. The compiler reports them as errors
/// at each use, and the user suppresses them in the half that declares the properties.
/// </summary>
internal static class ExperimentalTypes
{
    private const string Attribute = "ExperimentalAttribute";
    private const string Namespace = "System.Diagnostics.CodeAnalysis";

    /// <summary>Returns the ids of the compiler's reports about the types and codecs of some properties, in their order.</summary>
    public static EquatableArray<string> GetIds(IEnumerable<IPropertySymbol> properties)
    {
        var ids = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var property in properties)
        {
            Visit(property.Type, ids);
            if (SessionAttributes.Codec(SessionAttributes.OfProperty(property)) is { } codec)
            {
                Visit(codec, ids);
            }
        }

        return new([.. ids]);
    }

    private static void Visit(ITypeSymbol type, ImmutableSortedSet<string>.Builder ids)
    {
        if (type is IArrayTypeSymbol array)
        {
            Visit(array.ElementType, ids);
        }

        for (var current = type as INamedTypeSymbol; current is { SpecialType: SpecialType.None }; current = current.ContainingType)
        {
            Note(current.Attribute(Namespace, Attribute), ids);
            foreach (var argument in current.TypeArguments)
            {
                Visit(argument, ids);
            }
        }
    }

    private static void Note(AttributeData? attribute, ImmutableSortedSet<string>.Builder ids)
    {
        if (attribute is { ConstructorArguments.Length: 1 } && attribute.ConstructorArguments[0].Value is string id)
        {
            ids.Add(id);
        }
    }
}
