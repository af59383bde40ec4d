using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>A key of a model: of a property, a former one, or a retired one.</summary>
/// <param name="Key">The key with its prefix.</param>
/// <param name="Kind">What the model uses it for.</param>
/// <param name="Owner">The property or model, for messages.</param>
/// <param name="Symbol">The property or model.</param>
/// <param name="Attribute">The attribute that has the key.</param>
/// <param name="Index">The key's place in the argument.</param>
internal sealed record KeyUse(string Key, KeyUseKind Kind, string Owner, ISymbol Symbol, AttributeData Attribute, int Index)
{
    /// <summary>Gets the use in a message.</summary>
    public string Description => Kind switch
    {
        KeyUseKind.Current => $"the key of session property '{Owner}'",
        KeyUseKind.Former => $"a former key of session property '{Owner}'",
        _ => $"a retired key of session model '{Owner}'",
    };

    /// <summary>Gets whether the use has every key that fits this one, as a retired map and a map of strings do.</summary>
    public bool IsPattern => Kind == KeyUseKind.Retired
        ? SessionMaps.HasPlaceholder(Key)
        : Symbol is IPropertySymbol map && SessionMaps.HasTextKeys(map) && SessionMaps.Examine(map, Attribute) == MapProblem.None;

    /// <summary>Returns whether a key can belong to both uses.</summary>
    public bool Overlaps(KeyUse other)
        => Key == other.Key
            || (IsPattern && other.IsPattern ? SessionMaps.Overlap(Key, other.Key) : Contains(other) || other.Contains(this));

    private bool Contains(KeyUse other)
        => IsPattern ? SessionMaps.IsItem(Key, other.Key)
            : Symbol is IPropertySymbol map && SessionMaps.HasPlaceholder(Key) && SessionMaps.HasItem(map, Key, other.Key);

    /// <summary>Returns the uses of a model.</summary>
    public static IEnumerable<KeyUse> GetAll(INamedTypeSymbol model)
    {
        var prefix = SessionAttributes.GetPrefix(model);
        var retired = FormerKeys.GetRetired(model);
        for (var i = 0; i < retired.Length; i++)
        {
            yield return new(prefix + retired[i], KeyUseKind.Retired, model.Name, model, SessionAttributes.FindModelAttribute(model)!, i);
        }

        foreach (var claim in KeyClaim.From(model, isOwn: true))
        {
            yield return new(claim.Key, KeyUseKind.Current, claim.Property.FullName(), claim.Property, claim.Attribute, 0);
            var former = FormerKeys.GetAll(claim.Attribute);
            for (var i = 0; i < former.Length; i++)
            {
                yield return new(prefix + former[i], KeyUseKind.Former, claim.Property.FullName(), claim.Property, claim.Attribute, i);
            }
        }
    }

    /// <summary>Returns the location of the key in its attribute, or of the name of what has it.</summary>
    public Location GetLocation(CancellationToken cancellationToken)
    {
        var name = Kind switch
        {
            KeyUseKind.Current => KnownNames.Key,
            KeyUseKind.Former => KnownNames.FormerKeys,
            _ => KnownNames.RetiredKeys,
        };
        return GetElement(Locations.ArgumentSyntax(Attribute, name, cancellationToken))?.GetLocation() ?? Locations.Name(Symbol);
    }

    private SyntaxNode? GetElement(ExpressionSyntax? argument) => argument switch
    {
        CollectionExpressionSyntax collection => collection.Elements.ElementAtOrDefault(Index) ?? (SyntaxNode)collection,
        ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions.ElementAtOrDefault(Index) ?? (SyntaxNode)array,
        ArrayCreationExpressionSyntax { Initializer: { } values } array =>
            values.Expressions.ElementAtOrDefault(Index) ?? (SyntaxNode)array,
        _ => argument,
    };
}

/// <summary>What a model uses a key for.</summary>
internal enum KeyUseKind
{
    Current,
    Former,
    Retired,
}
