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
/// Puts the property of a session model in the place of its key; where that takes
/// more than the one expression, it corrects a key that is misspelt.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UsePropertyCodeFix)), Shared]
public sealed class UsePropertyCodeFix : SessionCodeFix
{
    internal const string OfModel = nameof(UsePropertyCodeFix) + ".OfModel";
    internal const string OfSession = nameof(UsePropertyCodeFix) + ".OfSession";
    internal const string Key = nameof(UsePropertyCodeFix) + ".Key";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.RawKeyOfProperty, DiagnosticIds.NearMissOfKey];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        place.Diagnostic.Properties.TryGetValue(ConstantKeys.ProposedKey, out var meant);
        return UsesOfProperty(place, meant).Concat(meant is null ? [] : UsesOfKey(place, meant));
    }

    private static IEnumerable<Fix> UsesOfProperty(FixPlace place, string? meant)
    {
        if (PropertyUse.Find(place, meant) is not { } use)
        {
            yield break;
        }

        if (ModelInScope.Find(place, use) is { } model)
        {
            yield return place.Fix(
                $"Use '{model}.{use.Property.Name}'",
                OfModel,
                editor => editor.ReplaceNode(use.Replaced, (_, _) => use.Replacement(SyntaxFactory.IdentifierName(model))));
        }

        yield return place.Fix($"Use '{use.Property.Name}' of '{use.Property.ContainingType.Name}'", OfSession, editor =>
        {
            editor.ReplaceNode(use.Replaced, (_, _) => use.Replacement(use.AsModel()));
            LibraryNamespace.Import(editor, place);
        });
    }

    private static IEnumerable<Fix> UsesOfKey(FixPlace place, string key)
    {
        if (place.Node.FirstAncestorOrSelf<ArgumentSyntax>() is { Expression: LiteralExpressionSyntax literal })
        {
            var meant = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(key))
                .WithTriviaFrom(literal);
            yield return place.Fix($"Use the key '{key}'", Key, editor => editor.ReplaceNode(literal, meant));
        }
    }
}
