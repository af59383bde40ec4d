using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Parsing;

/// <summary>
/// Finds the experimental types that a model uses. The generated file suppresses the compiler's errors, which are reported for the user's
/// half.
/// </summary>
internal static class ExperimentalTypes
{
    private const string Attribute = "ExperimentalAttribute";
    private const string Namespace = "System.Diagnostics.CodeAnalysis";

    /// <summary>Returns the sorted diagnostic ids of the experimental types among the types and codecs of properties.</summary>
    public static EquatableArray<string> GetIds(IEnumerable<IPropertySymbol> properties)
    {
        var ids = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var property in properties)
        {
            Visit(property.Type, ids);
            if (SessionAttributes.GetCodec(SessionAttributes.FindPropertyAttribute(property)) is { } codec)
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
            AddId(current.Attribute(Namespace, Attribute), ids);
            foreach (var argument in current.TypeArguments)
            {
                Visit(argument, ids);
            }
        }
    }

    private static void AddId(AttributeData? attribute, ImmutableSortedSet<string>.Builder ids)
    {
        if (attribute is { ConstructorArguments.Length: 1 } && attribute.ConstructorArguments[0].Value is string id)
        {
            ids.Add(id);
        }
    }
}
