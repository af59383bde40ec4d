using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Parsing;

/// <summary>Reads a class into the data of its generated half.</summary>
internal static class SessionModelParser
{
    private static readonly SymbolDisplayFormat Escaped = SymbolDisplayFormat.CSharpErrorMessageFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    /// <summary>Reads a class that <see cref="SessionModelRules.CanImplement"/> accepts.</summary>
    /// <returns>The model, or <see langword="null"/> if nothing has to be generated for the class.</returns>
    public static SessionModel? Parse(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (SessionModelRules.Examine(type) == ModelProblem.None)
        {
            var (properties, unusable) = ParseProperties(type, cancellationToken);
            return Create(type, properties, unusable, isUsable: true);
        }

        return UnusableProperties.Parse(type, cancellationToken) is { Count: > 0 } throwing
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
            MemberNames.GetNames(type),
            MemberNames.GetFreeHelpers(type, properties.Any(static property => property.Settings.Contains(PropertyParser.FlashSetting))),
            properties,
            new([.. FormerKeys.GetRetired(type).Select(key => SessionAttributes.GetPrefix(type) + key)]),
            unusable,
            ExperimentalTypes.GetIds(
                type.GetMembers().OfType<IPropertySymbol>()
                    .Where(static property => SessionAttributes.FindPropertyAttribute(property) is not null)),
            isUsable);

    private static (EquatableArray<SessionProperty> Usable, EquatableArray<UnusableProperty> Unusable) ParseProperties(
        INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var prefix = SessionAttributes.GetPrefix(type);
        var jsonMetadata = SessionAttributes.GetJsonContext(type) is { } context ? TypeNames.GetDeclared(context) + ".Default" : "";
        var properties = ImmutableArray.CreateBuilder<SessionProperty>();
        var unusable = ImmutableArray.CreateBuilder<UnusableProperty>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in type.GetMembers())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (member is not IPropertySymbol { PartialImplementationPart: null } property
                || SessionAttributes.FindPropertyAttribute(property) is not { } attribute)
            {
                continue;
            }

            switch (SessionPropertyRules.Examine(property, attribute, out var defaultValue))
            {
                case PropertyProblem.None when names.Add(property.Name):
                    properties.Add(PropertyParser.Parse(property, prefix, attribute, defaultValue, jsonMetadata, cancellationToken));
                    break;
                case PropertyProblem.None or PropertyProblem.UnknownType:
                    break;
                default:
                    if (UnusableProperties.LacksImplementation(property))
                    {
                        unusable.Add(UnusableProperties.Parse(property, cancellationToken));
                    }

                    break;
            }
        }

        return (new(properties.ToImmutable()), new(unusable.ToImmutable()));
    }
}
