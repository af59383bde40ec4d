using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>Finds the part of a declaration to report. Falls back to the name if incomplete code lacks that part.</summary>
internal static class Locations
{
    /// <summary>Returns the location of the name in the user's declaration, which comes before the generated one.</summary>
    public static Location Name(ISymbol symbol) => symbol.Locations.Length == 0 ? Location.None : symbol.Locations[0];

    /// <summary>Returns the location of a modifier in the declaration that has it.</summary>
    public static Location Modifier(ISymbol symbol, SyntaxKind kind, CancellationToken cancellationToken)
    {
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            // A field symbol's syntax is one variable of the declaration.
            if (reference.GetSyntax(cancellationToken).FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member)
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

    /// <summary>Returns the location of the <c>record</c> keyword.</summary>
    public static Location RecordKeyword(INamedTypeSymbol type, CancellationToken cancellationToken)
        => Declarations<RecordDeclarationSyntax>(type, cancellationToken).FirstOrDefault()?.Keyword.GetLocation() ?? Name(type);

    /// <summary>Returns the location of the base class.</summary>
    public static Location BaseType(INamedTypeSymbol type, CancellationToken cancellationToken)
        => Declarations<ClassDeclarationSyntax>(type, cancellationToken).FirstOrDefault(
            static syntax => syntax.BaseList is { Types.Count: > 0 })
            ?.BaseList!.Types[0].GetLocation() ?? Name(type);

    /// <summary>Returns the location of a property's type.</summary>
    public static Location Type(IPropertySymbol property, CancellationToken cancellationToken)
        => Declarations<BasePropertyDeclarationSyntax>(property, cancellationToken).FirstOrDefault()?.Type.GetLocation() ?? Name(property);

    /// <summary>Returns the location of the <c>init</c> keyword.</summary>
    public static Location InitKeyword(IPropertySymbol property, CancellationToken cancellationToken)
        => Declarations<BasePropertyDeclarationSyntax>(property, cancellationToken).FirstOrDefault()
                ?.AccessorList?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.InitAccessorDeclaration))
                ?.Keyword.GetLocation() ?? Name(property);

    /// <summary>Returns the location of a named argument's value, or <see langword="null"/>.</summary>
    public static Location? Argument(AttributeData? attribute, string name, CancellationToken cancellationToken)
        => ArgumentSyntax(attribute, name, cancellationToken)?.GetLocation();

    /// <summary>Returns a named argument's value, or <see langword="null"/>.</summary>
    public static ExpressionSyntax? ArgumentSyntax(AttributeData? attribute, string name, CancellationToken cancellationToken)
        => (attribute?.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax)
                ?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)
                ?.Expression;

    private static IEnumerable<T> Declarations<T>(ISymbol symbol, CancellationToken cancellationToken)
        where T : SyntaxNode
        => symbol.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken)).OfType<T>();
}
