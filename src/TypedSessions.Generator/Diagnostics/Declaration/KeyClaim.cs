using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>A property and the key it claims.</summary>
/// <param name="Key">The key with its prefix.</param>
/// <param name="Property">The property.</param>
/// <param name="Attribute">Its attribute.</param>
/// <param name="IsOwn">Whether the property belongs to the analyzed project, so that diagnostics can be reported on it.</param>
internal sealed record KeyClaim(string Key, IPropertySymbol Property, AttributeData Attribute, bool IsOwn)
{
    /// <summary>Orders claims of referenced projects first, then by model and position, so that builds are deterministic.</summary>
    public static readonly IComparer<KeyClaim> Order = Comparer<KeyClaim>.Create(static (left, right) =>
    {
        var order = left.IsOwn.CompareTo(right.IsOwn);
        order = order != 0 ? order : string.CompareOrdinal(left.Model, right.Model);
        order = order != 0 ? order : string.CompareOrdinal(left.File, right.File);
        return order != 0 ? order : left.Position.CompareTo(right.Position);
    });

    private string Model => Property.ContainingType.ToDisplayString();

    private string? File => Locations.Name(Property).SourceTree?.FilePath;

    private int Position => Locations.Name(Property).SourceSpan.Start;

    /// <summary>Returns the claims of all properties of a model, including invalid ones.</summary>
    public static IEnumerable<KeyClaim> From(INamedTypeSymbol model, bool isOwn)
    {
        var prefix = SessionAttributes.GetPrefix(model);
        foreach (var member in model.GetMembers())
        {
            if (member is IPropertySymbol { PartialDefinitionPart: null } property
                && SessionAttributes.FindPropertyAttribute(property) is { } attribute)
            {
                yield return new(SessionAttributes.GetKey(property, attribute, prefix), property, attribute, isOwn);
            }
        }
    }

    /// <summary>Returns the location of the key argument, or of the property's name if there is none.</summary>
    public Location GetLocation(CancellationToken cancellationToken)
        => Locations.Argument(Attribute, KnownNames.Key, cancellationToken) ?? Locations.Name(Property);
}
