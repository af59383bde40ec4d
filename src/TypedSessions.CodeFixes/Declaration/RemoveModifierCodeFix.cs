using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>
/// Removes a modifier that prevents generation: <c>static</c>, <c>abstract</c>, <c>file</c> or <c>required</c>, in all parts of a type.
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

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        // If the modifier is not in source, the rule reports a name or a base class.
        var word = context.Root.FindToken(context.Diagnostic.Location.SourceSpan.Start);
        if (word.Parent is MemberDeclarationSyntax member && member.Modifiers.Contains(word) && !IsNeeded(word, member, context))
        {
            yield return context.CreateFix(
                $"Remove '{word.Text}'",
                nameof(RemoveModifierCodeFix),
                context.GetParts(member),
                (editor, part) => editor.ReplaceNode(
                    part, (current, _) => Modifiers.Remove((MemberDeclarationSyntax)current, word.Kind())));
        }
    }

    // Abstract members need an abstract class, extension methods a static one.
    private static bool IsNeeded(SyntaxToken word, MemberDeclarationSyntax member, FixContext context)
        => context.Model.GetDeclaredSymbol(member, context.CancellationToken) is INamedTypeSymbol type
            && word.Kind() switch
            {
                SyntaxKind.AbstractKeyword => type.BaseType is { IsAbstract: true }
                    || type.GetMembers().Any(static inner => inner.IsAbstract),
                SyntaxKind.StaticKeyword => type.MightContainExtensionMethods,
                _ => false,
            };
}
