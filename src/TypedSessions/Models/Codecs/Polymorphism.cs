using System.Text.Json.Serialization.Metadata;

namespace TypedSessions.Models.Codecs;

/// <summary>Detects types whose JSON has a discriminator for the derived type of a value.</summary>
internal static class Polymorphism
{
    /// <summary>Returns whether a type is polymorphic, or a value of it may contain a polymorphic one.</summary>
    public static bool IsIn(JsonTypeInfo type) => IsIn(type, []);

    private static bool IsIn(JsonTypeInfo type, HashSet<Type> seen)
        => seen.Add(type.Type)
            && (type.PolymorphismOptions is not null
                || GetParts(type).Any(part => type.Options.TryGetTypeInfo(part, out var info) && IsIn(info, seen)));

    private static IEnumerable<Type> GetParts(JsonTypeInfo type)
        => type.Properties.Select(static property => property.PropertyType).Concat(new[] { type.ElementType, type.KeyType }.OfType<Type>());
}
