using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Parsing;

/// <summary>Reads a class into all that its generated half needs to know.</summary>
internal static class SessionModelParser
{
    private static readonly SymbolDisplayFormat Escaped = SymbolDisplayFormat.CSharpErrorMessageFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    /// <param name="type">A class with the attribute.</param>
    /// <param name="declaration">The declaration with the attribute.</param>
    /// <param name="cancellation">Looked at once per member.</param>
    /// <returns>The model; <see langword="null"/> when nothing is to be generated for this declaration.</returns>
    public static SessionModel? Parse(INamedTypeSymbol type, SyntaxNode declaration, CancellationToken cancellation)
    {
        if (!IsFirstAttributed(type, declaration) || SessionModelRules.Examine(type) != ModelProblem.None)
        {
            return null;
        }

        var properties = Properties(type, cancellation);
        return new SessionModel(
            HintNames.Of(type),
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(Escaped),
            TypeDeclarations.Of(type),
            type.ToDisplayString(Escaped),
            TypeDeclarations.NameOf(type),
            MemberNames.Private(type),
            MemberNames.FreeHelpers(type),
            properties);
    }

    // The attribute on two parts of one class is an error that the compiler reports; here it would mean one file twice.
    private static bool IsFirstAttributed(INamedTypeSymbol type, SyntaxNode declaration)
        => SessionAttributes.OfModel(type)?.ApplicationSyntaxReference is { } attribute
            && attribute.SyntaxTree == declaration.SyntaxTree
            && declaration.Span.Contains(attribute.Span);

    private static EquatableArray<SessionProperty> Properties(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var prefix = SessionAttributes.Prefix(type);
        var jsonMetadata = SessionAttributes.JsonContext(type) is { } context ? TypeNames.Declared(context) + ".Default" : "";
        var properties = ImmutableArray.CreateBuilder<SessionProperty>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in type.GetMembers())
        {
            cancellation.ThrowIfCancellationRequested();
            if (member is IPropertySymbol property
                && SessionAttributes.OfProperty(property) is { } attribute
                && SessionPropertyRules.Examine(property, attribute, out var defaultValue) == PropertyProblem.None
                && property.PartialImplementationPart is null
                && names.Add(property.Name))
            {
                var key = SessionAttributes.Key(property, attribute, prefix);
                properties.Add(PropertyParser.Parse(property, key, defaultValue, jsonMetadata, cancellation));
            }
        }

        return new(properties.ToImmutable());
    }
}
