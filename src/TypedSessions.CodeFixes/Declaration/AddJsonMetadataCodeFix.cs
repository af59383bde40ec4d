using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Declaration;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>
/// Adds <c>[JsonSerializable]</c> to the <c>JsonSerializerContext</c> of a model. A
/// model that names none gets the first one of the project, or a new one beside it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddJsonMetadataCodeFix)), Shared]
public sealed class AddJsonMetadataCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [DiagnosticIds.TypeMissingInJsonContext, DiagnosticIds.NoJsonContext];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Find<PropertyDeclarationSyntax>() is not { } syntax
            || place.Model.GetDeclaredSymbol(syntax, place.Cancellation) is not { } property
            || SessionAttributes.OfModel(property.ContainingType)?.ApplicationSyntaxReference?.GetSyntax(place.Cancellation)
                is not AttributeSyntax attribute)
        {
            return [];
        }

        var model = property.ContainingType;
        return SessionAttributes.JsonContext(model) is { } named ? AddTo(place, named, property)
            : JsonContexts.First(place.Model.Compilation, place.Cancellation) is { } other ? Use(place, other, model, attribute)
            : Create(place, model, attribute);
    }

    private static IEnumerable<Fix> AddTo(FixPlace place, INamedTypeSymbol context, IPropertySymbol property)
    {
        if (JsonContexts.Declaration(context, place.Cancellation) is { } declaration)
        {
            var type = JsonContexts.GetName(JsonProperties.StoredType(property), declaration, place.Model.Compilation);
            yield return place.Fix(
                $"Add [JsonSerializable(typeof({type}))] to '{context.Name}'",
                nameof(AddJsonMetadataCodeFix),
                [declaration],
                (editor, node) => AddTypes(editor, node, [type]));
        }
    }

    private static IEnumerable<Fix> Use(FixPlace place, INamedTypeSymbol context, INamedTypeSymbol model, AttributeSyntax attribute)
    {
        var declaration = JsonContexts.Declaration(context, place.Cancellation)!;
        var types = JsonContexts.Missing(context, model).Select(type => JsonContexts.GetName(type, declaration, place.Model.Compilation))
            .ToArray();
        var name = JsonContexts.GetName(context, attribute, place.Model.Compilation);
        yield return place.Fix(
            $"Use '{context.Name}' for '{model.Name}'",
            nameof(AddJsonMetadataCodeFix),
            [attribute, declaration],
            (editor, node) =>
            {
                if (node == attribute)
                {
                    NameContext(editor, attribute, name);
                }
                else
                {
                    AddTypes(editor, node, types);
                }
            });
    }

    private static IEnumerable<Fix> Create(FixPlace place, INamedTypeSymbol model, AttributeSyntax attribute)
    {
        var outermost = attribute.Ancestors().OfType<TypeDeclarationSyntax>().Last();
        var types = JsonContexts.Types(model).ToArray();
        if (attribute.SyntaxTree == place.Root.SyntaxTree
            && types.All(type => place.Model.Compilation.IsSymbolAccessibleWithin(type, model.ContainingAssembly)))
        {
            var name = model.Name + "Json";
            var names = types.Select(type => JsonContexts.GetName(type, outermost, place.Model.Compilation)).ToArray();
            yield return place.Fix($"Create '{name}' for '{model.Name}'", nameof(AddJsonMetadataCodeFix), editor =>
            {
                NameContext(editor, attribute, name);
                NewJsonContext.Add(editor, outermost, name, names, place.Model);
            });
        }
    }

    private static void NameContext(SyntaxEditor editor, AttributeSyntax attribute, string name)
        => editor.ReplaceNode(attribute, (current, _) => SessionAttributeSyntax.WithArgument(
            (AttributeSyntax)current,
            KnownNames.JsonContext,
            SyntaxFactory.ParseExpression($"typeof({name})")));

    private static void AddTypes(SyntaxEditor editor, SyntaxNode context, string[] types)
        => editor.ReplaceNode(context, (current, _) => types.Aggregate((ClassDeclarationSyntax)current, JsonContexts.AddType));
}
