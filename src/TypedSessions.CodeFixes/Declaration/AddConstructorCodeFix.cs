using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>
/// Adds a private parameterless constructor before the others. Not offered for primary constructors, which need argument values.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddConstructorCodeFix)), Shared]
public sealed class AddConstructorCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.NoParameterlessConstructor];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Find<ClassDeclarationSyntax>() is { } model
            && context.Model.GetDeclaredSymbol(model, context.CancellationToken) is { } type
            && FindFirstConstructor(type, context.CancellationToken) is { } first
            && HasUsableBase(type.BaseType))
        {
            yield return context.CreateFix(
                "Add a parameterless constructor",
                nameof(AddConstructorCodeFix),
                [first],
                (editor, next) => editor.InsertBefore(next, CreateConstructor(type.Name, (MemberDeclarationSyntax)next)));
        }
    }

    private static SyntaxNode? FindFirstConstructor(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var constructors = type.InstanceConstructors
            .SelectMany(static constructor => constructor.DeclaringSyntaxReferences)
            .Select(reference => reference.GetSyntax(cancellationToken))
            .ToArray();
        return constructors.All(static syntax => syntax is ConstructorDeclarationSyntax) ? constructors.FirstOrDefault() : null;
    }

    private static bool HasUsableBase(INamedTypeSymbol? type)
        => type is null || type.InstanceConstructors.Any(static constructor
            => constructor is { Parameters.IsEmpty: true, DeclaredAccessibility: not Accessibility.Private });

    // Surrounded by blank lines; the one before is that of the next constructor, if present.
    private static ConstructorDeclarationSyntax CreateConstructor(string name, MemberDeclarationSyntax next)
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
