using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Diagnostics.StoredTypes;

/// <summary>Finds automatic properties that only ever have one value: <c>public string Kind { get; } = "shop";</c></summary>
internal static class ConstantInitializer
{
    public static bool IsOn(IPropertySymbol property)
        => property.DeclaringSyntaxReferences.FirstOrDefault() is { } reference
            && reference.GetSyntax() is PropertyDeclarationSyntax { Initializer.Value: LiteralExpressionSyntax };
}
