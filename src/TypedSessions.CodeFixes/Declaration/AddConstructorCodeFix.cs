using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>
/// Adds a private constructor without parameters before the others. A primary
/// constructor would have to be called with values, so there is no fix for it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddConstructorCodeFix)), Shared]
public sealed class AddConstructorCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.NoParameterlessConstructor];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Find<ClassDeclarationSyntax>() is { } model
            && place.Model.GetDeclaredSymbol(model, place.Cancellation) is { } type
            && FirstConstructor(type, place.Cancellation) is { } first
            && CanBaseBeMade(type.BaseType))
        {
            yield return place.Fix(
                "Add a constructor without parameters",
                nameof(AddConstructorCodeFix),
                [first],
                (editor, next) => editor.InsertBefore(next, Constructor(type.Name, (MemberDeclarationSyntax)next)));
        }
    }

    private static SyntaxNode? FirstConstructor(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var constructors = type.InstanceConstructors
            .SelectMany(static constructor => constructor.DeclaringSyntaxReferences)
            .Select(reference => reference.GetSyntax(cancellation))
            .ToArray();
        return constructors.All(static syntax => syntax is ConstructorDeclarationSyntax) ? constructors.FirstOrDefault() : null;
    }

    private static bool CanBaseBeMade(INamedTypeSymbol? type)
        => type is null || type.InstanceConstructors.Any(static constructor
            => constructor is { Parameters.IsEmpty: true, DeclaredAccessibility: not Accessibility.Private });

    // With an empty line on both sides; the one before is the next constructor's, if there is one.
    private static ConstructorDeclarationSyntax Constructor(string name, MemberDeclarationSyntax next)
    {
        var leading = next.GetLeadingTrivia();
        var indentation = Trivia.GetIndentation(next).ToString();
        var lineBreak = Trivia.GetLineBreak(next);
        var hasEmptyLine = leading.Count > 0 && leading[0].IsKind(SyntaxKind.EndOfLineTrivia);
        var constructor = (ConstructorDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration(
            $"{indentation}private {name}(){lineBreak}{indentation}{{{lineBreak}{indentation}}}")!;
        return hasEmptyLine
            ? constructor.WithLeadingTrivia(constructor.GetLeadingTrivia().Insert(0, lineBreak)).WithTrailingTrivia(lineBreak)
            : constructor.WithTrailingTrivia(lineBreak, lineBreak);
    }
}
