using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>A property that has a key of the session to itself, or believes so.</summary>
/// <param name="Key">The key with its prefix.</param>
/// <param name="Model">The full name of the model, by which claims are put in order.</param>
/// <param name="Property">The property.</param>
/// <param name="Place">The key as it is written, or the property's name, which is the key then; nothing in another project.</param>
internal sealed record KeyClaim(string Key, string Model, IPropertySymbol Property, Location? Place)
{
    /// <summary>Other projects first, then by model and by place, so that the same build always says the same.</summary>
    public static readonly IComparer<KeyClaim> Order = Comparer<KeyClaim>.Create(static (left, right) =>
    {
        var order = (left.Place is not null).CompareTo(right.Place is not null);
        order = order != 0 ? order : string.CompareOrdinal(left.Model, right.Model);
        order = order != 0 ? order : string.CompareOrdinal(left.Place?.SourceTree?.FilePath, right.Place?.SourceTree?.FilePath);
        return order != 0 ? order : (left.Place?.SourceSpan.Start ?? 0).CompareTo(right.Place?.SourceSpan.Start ?? 0);
    });

    public static KeyClaim Of(IPropertySymbol property, CancellationToken cancellation)
        => new(
            SessionAttributes.Key(property),
            property.ContainingType.ToDisplayString(),
            property,
            Syntax.Argument(SessionAttributes.OfProperty(property), KnownNames.Key, cancellation) ?? Syntax.Name(property));

    /// <summary>The claim of a property in another project.</summary>
    public static KeyClaim OfOther(IPropertySymbol property)
        => new(SessionAttributes.Key(property), property.ContainingType.ToDisplayString(), property, null);
}
