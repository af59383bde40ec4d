using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Diagnostics.Declaration;
using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Parsing;

/// <summary>Reads a class into all that its generated half needs to know.</summary>
internal static class SessionModelParser
{
    private static readonly SymbolDisplayFormat Escaped = SymbolDisplayFormat.CSharpErrorMessageFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    /// <param name="type">A class with the attribute.</param>
    /// <param name="declaration">The declaration with the attribute.</param>
    /// <param name="cancellation">Looked at once per member.</param>
    /// <returns>What was read; <see langword="null"/> if there is nothing to do for this declaration.</returns>
    public static ParsedModel? Parse(INamedTypeSymbol type, SyntaxNode declaration, CancellationToken cancellation)
    {
        if (!IsFirstAttributed(type, declaration))
        {
            return null;
        }

        var problem = SessionModelRules.Examine(type);
        if (problem == ModelProblem.None)
        {
            return new(ParseUsable(type, cancellation), default);
        }

        var unusable = Unusable(type, cancellation);
        if (unusable.Count == 0)
        {
            return null;
        }

        return SessionModelRules.IsWritable(type) && problem != ModelProblem.Static
            ? new(Create(type, default, unusable, isUsable: false), default)
            : new(null, new([.. ModelAnalyzer.GetProblems(type, cancellation).Select(ReportedProblem.From)]));
    }

    private static SessionModel ParseUsable(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var (properties, unusable) = Properties(type, cancellation);
        return Create(type, properties, unusable, isUsable: true);
    }

    private static SessionModel Create(
        INamedTypeSymbol type, EquatableArray<SessionProperty> properties, EquatableArray<UnusableProperty> unusable, bool isUsable)
        => new(
            HintNames.Of(type),
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(Escaped),
            TypeDeclarations.Of(type),
            type.ToDisplayString(Escaped),
            TypeDeclarations.NameOf(type),
            MemberNames.Private(type),
            MemberNames.FreeHelpers(type),
            properties,
            unusable,
            ExperimentalTypes.GetIds(
                type.GetMembers().OfType<IPropertySymbol>().Where(static property => SessionAttributes.OfProperty(property) is not null)),
            isUsable);

    // The attribute on two parts of one class is an error that the compiler reports; here it would mean one file twice.
    private static bool IsFirstAttributed(INamedTypeSymbol type, SyntaxNode declaration)
        => SessionAttributes.OfModel(type)?.ApplicationSyntaxReference is { } attribute
            && attribute.SyntaxTree == declaration.SyntaxTree
            && declaration.Span.Contains(attribute.Span);

    private static EquatableArray<UnusableProperty> Unusable(INamedTypeSymbol type, CancellationToken cancellation)
        => new([.. type.GetMembers().OfType<IPropertySymbol>()
            .Where(
                static property => SessionAttributes.OfProperty(property) is not null && UnusableProperties.LacksImplementation(property))
            .Select(property => UnusableProperties.Parse(property, cancellation))]);

    private static (EquatableArray<SessionProperty> Usable, EquatableArray<UnusableProperty> Unusable) Properties(
        INamedTypeSymbol type, CancellationToken cancellation)
    {
        var prefix = SessionAttributes.Prefix(type);
        var jsonMetadata = SessionAttributes.JsonContext(type) is { } context ? TypeNames.Declared(context) + ".Default" : "";
        var properties = ImmutableArray.CreateBuilder<SessionProperty>();
        var unusable = ImmutableArray.CreateBuilder<UnusableProperty>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in type.GetMembers())
        {
            cancellation.ThrowIfCancellationRequested();
            if (member is not IPropertySymbol { PartialImplementationPart: null } property
                || SessionAttributes.OfProperty(property) is not { } attribute)
            {
                continue;
            }

            switch (SessionPropertyRules.Examine(property, attribute, out var defaultValue))
            {
                case PropertyProblem.None when names.Add(property.Name):
                    var key = SessionAttributes.Key(property, attribute, prefix);
                    properties.Add(PropertyParser.Parse(property, key, defaultValue, jsonMetadata, cancellation));
                    break;
                case PropertyProblem.None or PropertyProblem.UnknownType:
                    break;
                default:
                    if (UnusableProperties.LacksImplementation(property))
                    {
                        unusable.Add(UnusableProperties.Parse(property, cancellation));
                    }

                    break;
            }
        }

        return (new(properties.ToImmutable()), new(unusable.ToImmutable()));
    }
}
