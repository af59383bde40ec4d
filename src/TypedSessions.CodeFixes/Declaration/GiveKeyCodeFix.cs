using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>
/// Tells properties with one key apart, among them those of the library: by a prefix
/// for the whole model, or by another key for the one property.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GiveKeyCodeFix)), Shared]
public sealed class GiveKeyCodeFix : SessionCodeFix
{
    private const string ModelPrefix = nameof(GiveKeyCodeFix) + ".Prefix";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [DiagnosticIds.DuplicateKey, DiagnosticIds.KeyOfAnotherModel, DiagnosticIds.KeyInAnotherCase, DiagnosticIds.ReservedKey];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Find<PropertyDeclarationSyntax>() is { } syntax)
        {
            return place.Model.GetDeclaredSymbol(syntax, place.Cancellation) is { } property ? FixesFor(place, property) : [];
        }

        // A prefix that belongs to the library.
        return place.Find<ClassDeclarationSyntax>() is { } type
            && place.Model.GetDeclaredSymbol(type, place.Cancellation) is { } model
            && Syntax(SessionAttributes.OfModel(model), place) is { } attribute
                ? [PrefixFix(place, model, attribute)]
                : [];
    }

    private static IEnumerable<Fix> FixesFor(FixPlace place, IPropertySymbol property)
    {
        var model = property.ContainingType;
        if (place.Diagnostic.Id == DiagnosticIds.KeyOfAnotherModel
            && SessionAttributes.Prefix(model).Length == 0
            && Syntax(SessionAttributes.OfModel(model), place) is { } ofModel)
        {
            yield return PrefixFix(place, model, ofModel);
        }

        if (Syntax(SessionAttributes.OfProperty(property), place) is { } ofProperty)
        {
            yield return KeyFix(place, property, ofProperty);
        }
    }

    private static Fix PrefixFix(FixPlace place, INamedTypeSymbol model, AttributeSyntax attribute)
    {
        var prefix = NewKey.GetPrefix(model);
        return place.Fix(
            $"Give '{model.Name}' the prefix '{prefix}'",
            ModelPrefix,
            [attribute],
            (editor, node) => editor.ReplaceNode(node, (current, _) => WithLiteral(current, KnownNames.Prefix, prefix)));
    }

    private static Fix KeyFix(FixPlace place, IPropertySymbol property, AttributeSyntax attribute)
    {
        var key = NewKey.Create(property);
        return place.Fix(
            $"Give '{property.Name}' the key '{key}'",
            nameof(GiveKeyCodeFix),
            [attribute],
            (editor, node) => editor.ReplaceNode(node, (current, _) => key == property.Name
                ? SessionAttributeSyntax.WithoutArgument((AttributeSyntax)current, KnownNames.Key)
                : WithLiteral(current, KnownNames.Key, key)));
    }

    private static AttributeSyntax WithLiteral(SyntaxNode attribute, string name, string value)
        => SessionAttributeSyntax.WithArgument(
            (AttributeSyntax)attribute,
            name,
            SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(value)));

    private static AttributeSyntax? Syntax(AttributeData? attribute, FixPlace place)
        => attribute?.ApplicationSyntaxReference?.GetSyntax(place.Cancellation) as AttributeSyntax;
}
