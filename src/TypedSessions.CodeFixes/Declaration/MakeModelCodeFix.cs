using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Makes the containing class a session model, or removes the attribute from the property.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeModelCodeFix)), Shared]
public sealed class MakeModelCodeFix : SessionCodeFix
{
    private const string Removal = nameof(MakeModelCodeFix) + ".Remove";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.PropertyOutsideModel];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Find<ClassDeclarationSyntax>() is { } type
            && context.Model.GetDeclaredSymbol(type, context.CancellationToken) is { } symbol
            && CanBeModel(symbol)
            && GetProperties(symbol, context.CancellationToken) is var properties
            && properties.All(CanBeSessionProperty))
        {
            yield return context.CreateFix(
                $"Make '{type.Identifier.ValueText}' a session model",
                nameof(MakeModelCodeFix),
                [type, .. properties],
                static (editor, node) => MakeModel(editor, node));
        }

        if (context.Find<SyntaxNode>()?.AncestorsAndSelf()
                .FirstOrDefault(static node => node is PropertyDeclarationSyntax or ParameterSyntax)
            is { } property)
        {
            yield return context.CreateFix(
                "Remove [SessionProperty]",
                Removal,
                editor => editor.ReplaceNode(property, static (current, _) => SessionAttributeSyntax.Remove(current)));
        }
    }

    private static bool CanBeModel(INamedTypeSymbol type)
        => type is { IsRecord: false, IsStatic: false, IsAbstract: false, IsFileLocal: false }
            && Construction.Check(type) == ConstructionProblem.None;

    // All properties become partial at once: otherwise the model has another error.
    private static PropertyDeclarationSyntax[] GetProperties(INamedTypeSymbol type, CancellationToken cancellationToken)
        =>
        [
            .. type.GetMembers().OfType<IPropertySymbol>()
                .Where(static property => SessionAttributes.FindPropertyAttribute(property) is not null)
                .SelectMany(static property => property.PartialImplementationPart is { } other
                    ? property.DeclaringSyntaxReferences.AddRange(other.DeclaringSyntaxReferences)
                    : property.DeclaringSyntaxReferences)
                .Select(reference => reference.GetSyntax(cancellationToken))
                .OfType<PropertyDeclarationSyntax>(),
        ];

    private static bool CanBeSessionProperty(PropertyDeclarationSyntax property)
        => PartialProperty.CanConvert(property) && !property.Modifiers.Any(SyntaxKind.StaticKeyword);

    private static void MakeModel(SyntaxEditor editor, SyntaxNode node)
    {
        if (node is PropertyDeclarationSyntax property)
        {
            PartialProperty.Convert(editor, property);
        }
        else
        {
            var name = SessionAttributeSyntax.CreateSiblingName(
                node.DescendantNodes().OfType<AttributeSyntax>().First(SessionAttributeSyntax.IsSessionAttribute).Name, "SessionModel");
            MakePartialCodeFix.MakeTypesPartial(editor, node);
            editor.ReplaceNode(node, (current, _) => SessionAttributeSyntax.Add((TypeDeclarationSyntax)current, name));
        }
    }
}
