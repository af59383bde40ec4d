using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>
/// Finds the piece of a declaration that has to be mended. Whatever is not there in half-typed code falls back to the name.
/// </summary>
internal static class Locations
{
    /// <summary>The name, where the user declares it: the generated half comes later.</summary>
    public static Location Name(ISymbol symbol) => symbol.Locations.Length == 0 ? Location.None : symbol.Locations[0];

    /// <summary>A modifier, in whichever declaration has it.</summary>
    public static Location Modifier(ISymbol symbol, SyntaxKind kind, CancellationToken cancellation)
    {
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            // A field's symbol stands for one variable of the declaration.
            if (reference.GetSyntax(cancellation).FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member)
            {
                foreach (var modifier in member.Modifiers)
                {
                    if (modifier.IsKind(kind))
                    {
                        return modifier.GetLocation();
                    }
                }
            }
        }

        return Name(symbol);
    }

    /// <summary>The word <c>record</c>.</summary>
    public static Location RecordKeyword(INamedTypeSymbol type, CancellationToken cancellation)
        => Declarations<RecordDeclarationSyntax>(type, cancellation).FirstOrDefault()?.Keyword.GetLocation() ?? Name(type);

    /// <summary>The class after the colon.</summary>
    public static Location BaseType(INamedTypeSymbol type, CancellationToken cancellation)
        => Declarations<ClassDeclarationSyntax>(type, cancellation).FirstOrDefault(static syntax => syntax.BaseList is { Types.Count: > 0 })
            ?.BaseList!.Types[0].GetLocation() ?? Name(type);

    /// <summary>A property's type.</summary>
    public static Location Type(IPropertySymbol property, CancellationToken cancellation)
        => Declarations<BasePropertyDeclarationSyntax>(property, cancellation).FirstOrDefault()?.Type.GetLocation() ?? Name(property);

    /// <summary>The word <c>init</c>.</summary>
    public static Location InitKeyword(IPropertySymbol property, CancellationToken cancellation)
        => Declarations<BasePropertyDeclarationSyntax>(property, cancellation).FirstOrDefault()
                ?.AccessorList?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.InitAccessorDeclaration))
                ?.Keyword.GetLocation() ?? Name(property);

    /// <summary>The value of a named argument of an attribute.</summary>
    public static Location? Argument(AttributeData? attribute, string name, CancellationToken cancellation)
        => (attribute?.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax)
                ?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)
                ?.Expression.GetLocation();

    private static IEnumerable<T> Declarations<T>(ISymbol symbol, CancellationToken cancellation)
        where T : SyntaxNode
        => symbol.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<T>();
}
