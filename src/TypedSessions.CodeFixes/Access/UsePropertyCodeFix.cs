using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Access;

namespace TypedSessions.CodeFixes.Access;

/// <summary>
/// Replaces a key by the property of its session model, or corrects a misspelled key if more than one expression would change.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UsePropertyCodeFix)), Shared]
public sealed class UsePropertyCodeFix : SessionCodeFix
{
    internal const string ModelProperty = nameof(UsePropertyCodeFix) + ".OfModel";
    internal const string SessionProperty = nameof(UsePropertyCodeFix) + ".OfSession";
    internal const string Key = nameof(UsePropertyCodeFix) + ".Key";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.RawKeyOfProperty, DiagnosticIds.NearMissOfKey];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        context.Diagnostic.Properties.TryGetValue(ConstantKeys.ProposedKey, out var meant);
        return GetPropertyFixes(context, meant).Concat(meant is null ? [] : GetKeyFixes(context, meant));
    }

    private static IEnumerable<Fix> GetPropertyFixes(FixContext context, string? meant)
    {
        if (PropertyUse.Find(context, meant) is not { } use)
        {
            yield break;
        }

        if (ModelInScope.Find(context, use) is { } model)
        {
            yield return context.CreateFix(
                $"Use '{model}.{use.Property.Name}'",
                ModelProperty,
                editor => editor.ReplaceNode(use.Replaced, (_, _) => use.Replacement(SyntaxFactory.IdentifierName(model))));
        }

        yield return context.CreateFix($"Use '{use.Property.Name}' of '{use.Property.ContainingType.Name}'", SessionProperty, editor =>
        {
            editor.ReplaceNode(use.Replaced, (_, _) => use.Replacement(use.CreateModelAccess()));
            LibraryNamespace.Import(editor, context);
        });
    }

    private static IEnumerable<Fix> GetKeyFixes(FixContext context, string key)
    {
        if (context.Node.FirstAncestorOrSelf<ArgumentSyntax>() is { Expression: LiteralExpressionSyntax literal })
        {
            var meant = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(key))
                .WithTriviaFrom(literal);
            yield return context.CreateFix($"Use the key '{key}'", Key, editor => editor.ReplaceNode(literal, meant));
        }
    }
}
