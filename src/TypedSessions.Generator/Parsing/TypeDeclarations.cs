using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Parsing;

/// <summary>Writes the declarations of a type and its containing types.</summary>
internal static class TypeDeclarations
{
    /// <summary>Returns the declarations, outermost first: <c>partial struct Outer&lt;T&gt;</c>, <c>partial class Cart</c>.</summary>
    public static EquatableArray<string> GetAll(INamedTypeSymbol type)
    {
        var declarations = ImmutableArray.CreateBuilder<string>();
        for (var current = type; current is not null; current = current.ContainingType)
        {
            declarations.Insert(0, $"partial {GetKeyword(current)} {GetName(current)}");
        }

        return new(declarations.ToImmutable());
    }

    /// <summary>Returns the name with type parameters, without containing types.</summary>
    public static string GetName(INamedTypeSymbol type)
        => type.TypeParameters.IsEmpty
            ? Identifiers.EscapeDeclared(type.Name)
                : $"{Identifiers.EscapeDeclared(type.Name)}<{string.Join(", ", type.TypeParameters.Select(Name))}>";

    private static string Name(ITypeParameterSymbol parameter) => Identifiers.EscapeDeclared(parameter.Name);

    public static string GetKeyword(INamedTypeSymbol type)
        => type switch
        {
            { TypeKind: TypeKind.Interface } => "interface",
            { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
            { TypeKind: TypeKind.Struct } => "struct",
            { IsRecord: true } => "record",
            _ => "class",
        };
}
