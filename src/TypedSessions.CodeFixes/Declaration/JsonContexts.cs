using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics.Declaration;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Finds the <c>JsonSerializerContext</c> of a project and adds types to it.</summary>
internal static class JsonContexts
{
    private const string Attribute = "JsonSerializable";

    /// <summary>Returns the project's first source-generated context that is accessible everywhere.</summary>
    public static INamedTypeSymbol? FindFirst(Compilation compilation, CancellationToken cancellationToken)
        => GetTypes(compilation.Assembly.GlobalNamespace)
            .Where(type => type.IsOrDerivesFrom(KnownNames.JsonNamespace, KnownNames.JsonSerializerContext)
                && type is { IsGenericType: false, DeclaredAccessibility: not (Accessibility.Private or Accessibility.Protected) }
                && JsonTypes.From(type) is not null
                && FindDeclaration(type, cancellationToken) is not null)
            .OrderBy(static type => type.ToDisplayString(), StringComparer.Ordinal)
            .FirstOrDefault();

    /// <summary>Returns the part with the attributes, or the first one; <see langword="null"/> for a context of another project.</summary>
    public static ClassDeclarationSyntax? FindDeclaration(INamedTypeSymbol context, CancellationToken cancellationToken)
    {
        var parts = context.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken))
            .OfType<ClassDeclarationSyntax>()
            .ToArray();
        return parts.FirstOrDefault(static part => GetExisting(part).Any()) ?? parts.FirstOrDefault();
    }

    /// <summary>Returns the types of a model that are stored as JSON.</summary>
    public static IEnumerable<ITypeSymbol> GetTypes(INamedTypeSymbol model)
        => JsonProperties.GetAll(model).Select(JsonProperties.GetStoredType)
            .Concat(JsonProperties.GetUpgrades(model).Select(static upgrade => JsonProperties.GetStoredType(upgrade.FormerType)))
            .Distinct<ITypeSymbol>(SymbolEqualityComparer.Default);

    /// <summary>Returns the types of a model that a context has no metadata for.</summary>
    public static IEnumerable<ITypeSymbol> GetMissing(INamedTypeSymbol context, INamedTypeSymbol model)
        => GetTypes(model).Where(type => JsonTypes.From(context)?.IsMissing(type) != false);

    /// <summary>Returns the shortest name of a type at a position.</summary>
    public static string GetName(ITypeSymbol type, SyntaxNode context, Compilation compilation)
        => type.ToMinimalDisplayString(compilation.GetSemanticModel(context.SyntaxTree), context.SpanStart);

    /// <summary>Adds an attribute for a type after the existing ones, unless present.</summary>
    public static ClassDeclarationSyntax AddType(ClassDeclarationSyntax context, string type)
    {
        var existing = GetExisting(context).ToArray();
        if (existing.Any(attribute => attribute.ArgumentList?.Arguments.FirstOrDefault()?.ToString() == $"typeof({type})"))
        {
            return context;
        }

        var name = existing.FirstOrDefault()?.Name.ToString() ?? Attribute;
        var list = SyntaxFactory.ParseMemberDeclaration($"[{name}(typeof({type}))] class C;")!.AttributeLists[0];
        var last = context.AttributeLists.Last();
        return context.WithAttributeLists(context.AttributeLists.Add(last.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)
            ? list.WithLeadingTrivia(Trivia.GetIndentation(context)).WithTrailingTrivia(Trivia.GetLineBreak(context))
            : list.WithTrailingTrivia(SyntaxFactory.Space)));
    }

    private static IEnumerable<AttributeSyntax> GetExisting(ClassDeclarationSyntax context)
        => context.AttributeLists.SelectMany(static list => list.Attributes).Where(static attribute
            => (attribute.Name is QualifiedNameSyntax qualified ? qualified.Right : attribute.Name)
                is SimpleNameSyntax { Identifier.ValueText: Attribute or Attribute + "Attribute" });

    private static IEnumerable<INamedTypeSymbol> GetTypes(INamespaceOrTypeSymbol container)
        => container.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(
            static member => member is INamedTypeSymbol type ? GetTypes(member).Prepend(type) : GetTypes(member));
}
