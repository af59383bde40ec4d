using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Tells properties with one key apart: by a prefix for the whole model, or by another key for the one property.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GiveKeyCodeFix)), Shared]
public sealed class GiveKeyCodeFix : SessionCodeFix
{
    private const string ModelPrefix = nameof(GiveKeyCodeFix) + ".Prefix";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.DuplicateKey, DiagnosticIds.KeyOfAnotherModel];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Find<PropertyDeclarationSyntax>() is { } syntax
            && place.Model.GetDeclaredSymbol(syntax, place.Cancellation) is { } property
            && Syntax(SessionAttributes.OfProperty(property), place) is { } attribute)
        {
            if (!NewKey.IsTakenInModel(property) && SessionAttributes.Prefix(property.ContainingType).Length == 0
                && Syntax(SessionAttributes.OfModel(property.ContainingType), place) is { } model)
            {
                yield return PrefixFix(place, property.ContainingType, model);
            }

            yield return KeyFix(place, property, attribute);
        }
    }

    private static Fix PrefixFix(FixPlace place, INamedTypeSymbol model, AttributeSyntax attribute)
    {
        var prefix = NewKey.PrefixOf(model);
        return place.Fix(
            $"Give '{model.Name}' the prefix '{prefix}'",
            ModelPrefix,
            [attribute],
            (editor, node) => editor.ReplaceNode(node, (current, _) => WithLiteral(current, KnownNames.Prefix, prefix)));
    }

    private static Fix KeyFix(FixPlace place, IPropertySymbol property, AttributeSyntax attribute)
    {
        var key = NewKey.Of(property);
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
