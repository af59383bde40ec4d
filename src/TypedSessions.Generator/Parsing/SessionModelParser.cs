using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Parsing;

/// <summary>Reads a class into all that its generated half needs to know.</summary>
internal static class SessionModelParser
{
    private static readonly SymbolDisplayFormat Escaped = SymbolDisplayFormat.CSharpErrorMessageFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    /// <summary>Reads a class that <see cref="SessionModelRules.CanImplement"/> accepts.</summary>
    /// <returns>The model, or <see langword="null"/> if nothing has to be generated for the class.</returns>
    public static SessionModel? Parse(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (SessionModelRules.Examine(type) == ModelProblem.None)
        {
            var (properties, unusable) = Properties(type, cancellation);
            return Create(type, properties, unusable, isUsable: true);
        }

        return UnusableProperties.Parse(type, cancellation) is { Count: > 0 } throwing
            ? Create(type, default, throwing, isUsable: false)
            : null;
    }

    private static SessionModel Create(
        INamedTypeSymbol type, EquatableArray<SessionProperty> properties, EquatableArray<UnusableProperty> unusable, bool isUsable)
        => new(
            HintNames.Create(type),
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(Escaped),
            TypeDeclarations.GetAll(type),
            type.ToDisplayString(Escaped),
            TypeDeclarations.GetName(type),
            MemberNames.Private(type),
            MemberNames.FreeHelpers(type),
            properties,
            unusable,
            ExperimentalTypes.GetIds(
                type.GetMembers().OfType<IPropertySymbol>().Where(static property => SessionAttributes.OfProperty(property) is not null)),
            isUsable);

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
                    var codec = SessionAttributes.Codec(attribute) as INamedTypeSymbol;
                    properties.Add(PropertyParser.Parse(property, key, codec, defaultValue, jsonMetadata, cancellation));
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
