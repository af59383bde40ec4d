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
/// Resolves key conflicts between properties, or with the library's keys: by a prefix for the model or another key for the property.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GiveKeyCodeFix)), Shared]
public sealed class GiveKeyCodeFix : SessionCodeFix
{
    private const string ModelPrefix = nameof(GiveKeyCodeFix) + ".Prefix";
    private const string OtherProperty = nameof(GiveKeyCodeFix) + ".Other";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [DiagnosticIds.DuplicateKey, DiagnosticIds.KeyOfAnotherModel, DiagnosticIds.KeyInAnotherCase, DiagnosticIds.ReservedKey];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Find<PropertyDeclarationSyntax>() is { } syntax)
        {
            return context.Model.GetDeclaredSymbol(syntax, context.CancellationToken) is { } property ? GetFixes(context, property) : [];
        }

        // A reserved prefix.
        return context.Find<ClassDeclarationSyntax>() is { } type
            && context.Model.GetDeclaredSymbol(type, context.CancellationToken) is { } model
            && GetSyntax(SessionAttributes.FindModelAttribute(model), context) is { } attribute
                ? [CreatePrefixFix(context, model, attribute)]
                : [];
    }

    private static IEnumerable<Fix> GetFixes(FixContext context, IPropertySymbol property)
    {
        var model = property.ContainingType;
        if (context.Diagnostic.Id == DiagnosticIds.KeyOfAnotherModel
            && SessionAttributes.GetPrefix(model).Length == 0
            && GetSyntax(SessionAttributes.FindModelAttribute(model), context) is { } ofModel)
        {
            yield return CreatePrefixFix(context, model, ofModel);
        }

        if (GetSyntax(SessionAttributes.FindPropertyAttribute(property), context) is { } ofProperty)
        {
            yield return CreateKeyFix(context, property, ofProperty, nameof(GiveKeyCodeFix));
        }

        // The property that is declared later is usually the newer one. A person may know that it is the other one.
        if (context.Diagnostic.Id == DiagnosticIds.DuplicateKey
            && FindOther(property) is { } other
            && GetSyntax(SessionAttributes.FindPropertyAttribute(other), context) is { } ofOther)
        {
            yield return CreateKeyFix(context, other, ofOther, OtherProperty);
        }
    }

    private static IPropertySymbol? FindOther(IPropertySymbol property)
        => property.ContainingType.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(other => other.Name != property.Name
            && SessionAttributes.FindPropertyAttribute(other) is not null
            && SessionAttributes.GetKey(other) == SessionAttributes.GetKey(property));

    private static Fix CreatePrefixFix(FixContext context, INamedTypeSymbol model, AttributeSyntax attribute)
    {
        var prefix = NewKey.GetPrefix(model);
        return context.CreateFix(
            $"Give '{model.Name}' the prefix '{prefix}'",
            ModelPrefix,
            [attribute],
            (editor, node) => editor.ReplaceNode(node, (current, _) => WithLiteral(current, KnownNames.Prefix, prefix)));
    }

    private static Fix CreateKeyFix(FixContext context, IPropertySymbol property, AttributeSyntax attribute, string equivalenceKey)
    {
        var key = NewKey.Create(property);
        return context.CreateFix(
            $"Give '{property.Name}' the key '{key}'",
            equivalenceKey,
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

    private static AttributeSyntax? GetSyntax(AttributeData? attribute, FixContext context)
        => attribute?.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken) as AttributeSyntax;
}
