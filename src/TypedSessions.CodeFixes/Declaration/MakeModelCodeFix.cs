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

/// <summary>Makes a model of the class around session properties, or takes the attribute from a property that cannot be one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeModelCodeFix)), Shared]
public sealed class MakeModelCodeFix : SessionCodeFix
{
    private const string Removal = nameof(MakeModelCodeFix) + ".Remove";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.PropertyOutsideModel];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Find<ClassDeclarationSyntax>() is { } type
            && place.Model.GetDeclaredSymbol(type, place.Cancellation) is { } symbol
            && CanBeModel(symbol)
            && Properties(symbol, place.Cancellation) is var properties
            && properties.All(CanBeSessionProperty))
        {
            yield return place.Fix(
                $"Make '{type.Identifier.ValueText}' a session model",
                nameof(MakeModelCodeFix),
                [type, .. properties],
                static (editor, node) => MakeModel(editor, node));
        }

        if (place.Find<SyntaxNode>()?.AncestorsAndSelf().FirstOrDefault(static node => node is PropertyDeclarationSyntax or ParameterSyntax)
            is { } property)
        {
            yield return place.Fix(
                "Remove [SessionProperty]",
                Removal,
                editor => editor.ReplaceNode(property, static (current, _) => SessionAttributeSyntax.Remove(current)));
        }
    }

    private static bool CanBeModel(INamedTypeSymbol type)
        => type is { IsRecord: false, IsStatic: false, IsAbstract: false, IsFileLocal: false }
            && Construction.Check(type) == ConstructionProblem.None;

    // All of them become partial at once: a model with properties that are not has another error.
    private static PropertyDeclarationSyntax[] Properties(INamedTypeSymbol type, CancellationToken cancellation)
        =>
        [
            .. type.GetMembers().OfType<IPropertySymbol>()
                .Where(static property => SessionAttributes.OfProperty(property) is not null)
                .SelectMany(static property => property.PartialImplementationPart is { } other
                    ? property.DeclaringSyntaxReferences.AddRange(other.DeclaringSyntaxReferences)
                    : property.DeclaringSyntaxReferences)
                .Select(reference => reference.GetSyntax(cancellation))
                .OfType<PropertyDeclarationSyntax>(),
        ];

    private static bool CanBeSessionProperty(PropertyDeclarationSyntax property)
        => PartialProperty.CanBeMade(property) && !property.Modifiers.Any(SyntaxKind.StaticKeyword);

    private static void MakeModel(SyntaxEditor editor, SyntaxNode node)
    {
        if (node is PropertyDeclarationSyntax property)
        {
            PartialProperty.Make(editor, property);
        }
        else
        {
            var name = SessionAttributeSyntax.Sibling(
                node.DescendantNodes().OfType<AttributeSyntax>().First(SessionAttributeSyntax.IsOurs).Name, "SessionModel");
            MakePartialCodeFix.MakeTypesPartial(editor, node);
            editor.ReplaceNode(node, (current, _) => SessionAttributeSyntax.Add((TypeDeclarationSyntax)current, name));
        }
    }
}
