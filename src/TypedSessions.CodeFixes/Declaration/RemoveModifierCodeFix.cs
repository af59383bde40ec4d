using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>
/// Removes the one word that stands in the way: <c>static</c>, <c>abstract</c>, <c>file</c> or <c>required</c>, in all parts of a type.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveModifierCodeFix)), Shared]
public sealed class RemoveModifierCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        DiagnosticIds.StaticModel,
        DiagnosticIds.AbstractModel,
        DiagnosticIds.FileLocalModel,
        DiagnosticIds.RequiredMember,
        DiagnosticIds.StaticProperty,
        DiagnosticIds.RequiredProperty,
    ];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        // Where the word is not in the source, the rule reports a name or a base class.
        var word = place.Root.FindToken(place.Diagnostic.Location.SourceSpan.Start);
        if (word.Parent is MemberDeclarationSyntax member && member.Modifiers.Contains(word) && !IsNeeded(word, member, place))
        {
            yield return place.Fix(
                $"Remove '{word.Text}'",
                nameof(RemoveModifierCodeFix),
                place.GetParts(member),
                (editor, part) => editor.ReplaceNode(
                    part, (current, _) => Modifiers.Remove((MemberDeclarationSyntax)current, word.Kind())));
        }
    }

    // Abstract members need an abstract class, extension methods a static one.
    private static bool IsNeeded(SyntaxToken word, MemberDeclarationSyntax member, FixPlace place)
        => place.Model.GetDeclaredSymbol(member, place.Cancellation) is INamedTypeSymbol type
            && word.Kind() switch
            {
                SyntaxKind.AbstractKeyword => type.BaseType is { IsAbstract: true }
                    || type.GetMembers().Any(static inner => inner.IsAbstract),
                SyntaxKind.StaticKeyword => type.MightContainExtensionMethods,
                _ => false,
            };
}
