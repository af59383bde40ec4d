using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics.Declaration;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Finds the <c>JsonSerializerContext</c> of a project, and adds types to it.</summary>
internal static class JsonContexts
{
    private const string Attribute = "JsonSerializable";

    /// <summary>The project's first context that the serializer's generator writes and that can be named everywhere.</summary>
    public static INamedTypeSymbol? First(Compilation compilation, CancellationToken cancellation)
        => Types(compilation.Assembly.GlobalNamespace)
            .Where(type => type.IsOrDerivesFrom(KnownNames.JsonNamespace, KnownNames.JsonSerializerContext)
                && type is { IsGenericType: false, DeclaredAccessibility: not (Accessibility.Private or Accessibility.Protected) }
                && JsonTypes.From(type) is not null
                && Declaration(type, cancellation) is not null)
            .OrderBy(static type => type.ToDisplayString(), StringComparer.Ordinal)
            .FirstOrDefault();

    /// <summary>The part that has the attributes, or the first one; nothing for a context of another project.</summary>
    public static ClassDeclarationSyntax? Declaration(INamedTypeSymbol context, CancellationToken cancellation)
    {
        var parts = context.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation))
            .OfType<ClassDeclarationSyntax>()
            .ToArray();
        return parts.FirstOrDefault(static part => Existing(part).Any()) ?? parts.FirstOrDefault();
    }

    /// <summary>The types of a model that are stored as JSON.</summary>
    public static IEnumerable<ITypeSymbol> Types(INamedTypeSymbol model)
        => JsonProperties.GetAll(model).Select(JsonProperties.StoredType).Distinct<ITypeSymbol>(SymbolEqualityComparer.Default);

    /// <summary>Those that a context has no metadata for.</summary>
    public static IEnumerable<ITypeSymbol> Missing(INamedTypeSymbol context, INamedTypeSymbol model)
        => Types(model).Where(type => JsonTypes.From(context)?.Lacks(type) != false);

    /// <summary>The shortest name of a type at a place.</summary>
    public static string GetName(ITypeSymbol type, SyntaxNode place, Compilation compilation)
        => type.ToMinimalDisplayString(compilation.GetSemanticModel(place.SyntaxTree), place.SpanStart);

    /// <summary>Adds an attribute for a type after those that are there, unless it is one of them.</summary>
    public static ClassDeclarationSyntax AddType(ClassDeclarationSyntax context, string type)
    {
        var existing = Existing(context).ToArray();
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

    private static IEnumerable<AttributeSyntax> Existing(ClassDeclarationSyntax context)
        => context.AttributeLists.SelectMany(static list => list.Attributes).Where(static attribute
            => (attribute.Name is QualifiedNameSyntax qualified ? qualified.Right : attribute.Name)
                is SimpleNameSyntax { Identifier.ValueText: Attribute or Attribute + "Attribute" });

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container)
        => container.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(
            static member => member is INamedTypeSymbol type ? Types(member).Prepend(type) : Types(member));
}
