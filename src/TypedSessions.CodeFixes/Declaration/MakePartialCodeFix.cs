using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Adds <c>partial</c> to a model or property and to all containing types.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialCodeFix)), Shared]
public sealed class MakePartialCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [DiagnosticIds.ModelNotPartial, DiagnosticIds.ContainingTypeNotPartial, DiagnosticIds.PropertyNotPartial];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Find<MemberDeclarationSyntax>() is { } member && GetName(member) is { } name)
        {
            yield return context.CreateFix(
                $"Make '{name}' partial",
                nameof(MakePartialCodeFix),
                editor =>
                {
                    if (member is PropertyDeclarationSyntax property)
                    {
                        PartialProperty.Convert(editor, property);
                    }

                    MakeTypesPartial(editor, member);
                });
        }
    }

    /// <summary>Adds <c>partial</c> to a type and its containing types.</summary>
    internal static void MakeTypesPartial(SyntaxEditor editor, SyntaxNode member)
    {
        foreach (var type in member.AncestorsAndSelf().OfType<TypeDeclarationSyntax>())
        {
            editor.ReplaceNode(type, static (current, _) => Modifiers.AddPartial((TypeDeclarationSyntax)current));
        }
    }

    private static string? GetName(MemberDeclarationSyntax member)
        => member switch
        {
            TypeDeclarationSyntax type => type.Identifier.ValueText,
            PropertyDeclarationSyntax property when PartialProperty.CanConvert(property) => property.Identifier.ValueText,
            _ => null,
        };
}
