using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>A property that has a key of the session to itself, or believes so.</summary>
/// <param name="Key">The key with its prefix.</param>
/// <param name="Model">The full name of the model, by which claims are put in order.</param>
/// <param name="Property">The property.</param>
/// <param name="Place">The key as it is written, or the property's name, which is the key then.</param>
internal sealed record KeyClaim(string Key, string Model, IPropertySymbol Property, Location Place)
{
    public static KeyClaim Of(IPropertySymbol property, CancellationToken cancellation)
        => new(
            SessionAttributes.Key(property),
            property.ContainingType.ToDisplayString(),
            property,
            Syntax.Argument(SessionAttributes.OfProperty(property), KnownNames.Key, cancellation) ?? Syntax.Name(property));
}
