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
/// Adds <c>[JsonSerializable]</c> to the model's <c>JsonSerializerContext</c>, to the project's first one, or to a new one.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddJsonMetadataCodeFix)), Shared]
public sealed class AddJsonMetadataCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [DiagnosticIds.TypeMissingInJsonContext, DiagnosticIds.NoJsonContext];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (FindMember(context) is not (var member, var type)
            || SessionAttributes.FindModelAttribute(member.ContainingType)?.ApplicationSyntaxReference
                ?.GetSyntax(context.CancellationToken)
                is not AttributeSyntax attribute)
        {
            return [];
        }

        var model = member.ContainingType;
        return SessionAttributes.GetJsonContext(model) is { } named ? AddTo(context, named, type)
            : JsonContexts.FindFirst(context.Model.Compilation, context.CancellationToken) is { } other ? Use(
                context, other, model, attribute)
            : Create(context, model, attribute);
    }

    // A property, or an upgrade, whose parameter has the type.
    private static (ISymbol Member, ITypeSymbol Type)? FindMember(FixContext context)
        => context.Find<MemberDeclarationSyntax>() is { } syntax
            ? context.Model.GetDeclaredSymbol(syntax, context.CancellationToken) switch
            {
                IPropertySymbol property => (property, property.Type),
                IMethodSymbol { Parameters.Length: 1 } upgrade => (upgrade, upgrade.Parameters[0].Type),
                _ => null,
            }
            : null;

    private static IEnumerable<Fix> AddTo(FixContext context, INamedTypeSymbol jsonContext, ITypeSymbol storedType)
    {
        if (JsonContexts.FindDeclaration(jsonContext, context.CancellationToken) is { } declaration)
        {
            var type = JsonContexts.GetName(JsonProperties.GetStoredType(storedType), declaration, context.Model.Compilation);
            yield return context.CreateFix(
                $"Add [JsonSerializable(typeof({type}))] to '{jsonContext.Name}'",
                nameof(AddJsonMetadataCodeFix),
                [declaration],
                (editor, node) => AddTypes(editor, node, [type]));
        }
    }

    private static IEnumerable<Fix> Use(FixContext context, INamedTypeSymbol jsonContext, INamedTypeSymbol model, AttributeSyntax attribute)
    {
        var declaration = JsonContexts.FindDeclaration(jsonContext, context.CancellationToken)!;
        var types = JsonContexts.GetMissing(jsonContext, model).Select(
            type => JsonContexts.GetName(type, declaration, context.Model.Compilation))
            .ToArray();
        var name = JsonContexts.GetName(jsonContext, attribute, context.Model.Compilation);
        yield return context.CreateFix(
            $"Use '{jsonContext.Name}' for '{model.Name}'",
            nameof(AddJsonMetadataCodeFix),
            [attribute, declaration],
            (editor, node) =>
            {
                if (node == attribute)
                {
                    SetContext(editor, attribute, name);
                }
                else
                {
                    AddTypes(editor, node, types);
                }
            });
    }

    private static IEnumerable<Fix> Create(FixContext context, INamedTypeSymbol model, AttributeSyntax attribute)
    {
        var outermost = attribute.Ancestors().OfType<TypeDeclarationSyntax>().Last();
        var types = JsonContexts.GetTypes(model).ToArray();
        if (attribute.SyntaxTree == context.Root.SyntaxTree
            && types.All(type => context.Model.Compilation.IsSymbolAccessibleWithin(type, model.ContainingAssembly)))
        {
            var name = model.Name + "Json";
            var names = types.Select(type => JsonContexts.GetName(type, outermost, context.Model.Compilation)).ToArray();
            yield return context.CreateFix($"Create '{name}' for '{model.Name}'", nameof(AddJsonMetadataCodeFix), editor =>
            {
                SetContext(editor, attribute, name);
                NewJsonContext.Add(editor, outermost, name, names, context.Model);
            });
        }
    }

    private static void SetContext(SyntaxEditor editor, AttributeSyntax attribute, string name)
        => editor.ReplaceNode(attribute, (current, _) => SessionAttributeSyntax.WithArgument(
            (AttributeSyntax)current,
            KnownNames.JsonContext,
            SyntaxFactory.ParseExpression($"typeof({name})")));

    private static void AddTypes(SyntaxEditor editor, SyntaxNode jsonContext, string[] types)
        => editor.ReplaceNode(jsonContext, (current, _) => types.Aggregate((ClassDeclarationSyntax)current, JsonContexts.AddType));
}
