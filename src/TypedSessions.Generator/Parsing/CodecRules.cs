using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Determines whether a type can be the codec of a property.</summary>
internal static class CodecRules
{
    /// <summary>Returns the first problem of the type as a codec of the property.</summary>
    public static CodecProblem Examine(ITypeSymbol codec, IPropertySymbol property)
    {
        if (codec is not INamedTypeSymbol type
            || !SymbolEqualityComparer.Default.Equals(GetStoredType(type), property.ValueType().WithoutNullable()))
        {
            return CodecProblem.OtherType;
        }

        if (type.IsAbstract)
        {
            return CodecProblem.Abstract;
        }

        return IsFileLocal(type) ? CodecProblem.FileLocal
            : Construction.Check(type, property.ContainingAssembly) != ConstructionProblem.None ? CodecProblem.NoConstructor
            : CodecProblem.None;
    }

    /// <summary>Returns the type of the values of a codec: the <c>T</c> of <c>SessionCodec&lt;T&gt;</c>.</summary>
    public static ITypeSymbol? GetStoredType(INamedTypeSymbol codec)
    {
        for (var type = codec; type is not null; type = type.BaseType)
        {
            if (type.Is(KnownNames.Namespace, "SessionCodec`1"))
            {
                return type.TypeArguments[0];
            }
        }

        return null;
    }

    private static bool IsFileLocal(INamedTypeSymbol type)
        => type.IsFileLocal || (type.ContainingType is { } outer && IsFileLocal(outer));
}
