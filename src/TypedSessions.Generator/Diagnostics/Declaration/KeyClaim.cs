using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>A property that has a key of the session to itself, or believes so.</summary>
/// <param name="Key">The key with its prefix.</param>
/// <param name="Property">The property.</param>
/// <param name="Attribute">Its attribute.</param>
/// <param name="IsOwn">Whether the property is in the project that is looked at, so that something can be said about it.</param>
internal sealed record KeyClaim(string Key, IPropertySymbol Property, AttributeData Attribute, bool IsOwn)
{
    /// <summary>Other projects first, then by model and by place, so that the same build always says the same.</summary>
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

    /// <summary>The claims of a model's properties, whatever is wrong with them.</summary>
    public static IEnumerable<KeyClaim> From(INamedTypeSymbol model, bool isOwn)
    {
        var prefix = SessionAttributes.Prefix(model);
        foreach (var member in model.GetMembers())
        {
            if (member is IPropertySymbol { PartialDefinitionPart: null } property
                && SessionAttributes.OfProperty(property) is { } attribute)
            {
                yield return new(SessionAttributes.Key(property, attribute, prefix), property, attribute, isOwn);
            }
        }
    }

    /// <summary>The key as it is written, or the property's name, which is the key then.</summary>
    public Location Place(CancellationToken cancellation)
        => Locations.Argument(Attribute, KnownNames.Key, cancellation) ?? Locations.Name(Property);
}
