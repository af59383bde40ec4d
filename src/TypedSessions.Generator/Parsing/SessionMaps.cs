using System.Globalization;
using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Reads properties of the type <c>SessionMap</c>, whose items each have a key, and determines whether they can be kept.</summary>
internal static class SessionMaps
{
    private const string Placeholder = "{0}";

    /// <summary>Returns whether a type is a map.</summary>
    public static bool IsMap(ITypeSymbol? type) => type.Is(KnownNames.Namespace, "SessionMap`2");

    /// <summary>Returns the type of the values that a session property stores: of a map's items, or its own.</summary>
    public static ITypeSymbol ValueType(this IPropertySymbol property)
        => IsMap(property.Type) ? ((INamedTypeSymbol)property.Type).TypeArguments[1] : property.Type;

    /// <summary>Returns the type of a map's keys; <see langword="null"/> if the property is no map.</summary>
    public static ITypeSymbol? FindKeyType(IPropertySymbol property)
        => IsMap(property.Type) ? ((INamedTypeSymbol)property.Type).TypeArguments[0] : null;

    /// <summary>Returns the first problem of a map; <see cref="MapProblem.None"/> for any other property.</summary>
    public static MapProblem Examine(IPropertySymbol property, AttributeData? attribute)
        => !IsMap(property.Type) ? MapProblem.None
            : property.SetMethod is not null ? MapProblem.Setter
            : property.NullableAnnotation == NullableAnnotation.Annotated ? MapProblem.Nullable
            : !IsPattern(SessionAttributes.GetPrefix(property.ContainingType) + GetOwnKey(property, attribute)) ? MapProblem.Pattern
            : !FormerKeys.GetAll(attribute).All(key => IsPattern(SessionAttributes.GetPrefix(property.ContainingType) + key))
                ? MapProblem.FormerPattern
            : HasTextKeys(property) && FormerKeys.GetAll(attribute).Any(former => Overlap(former, GetOwnKey(property, attribute)))
                ? MapProblem.FormerKeyOverlaps
            : MapProblem.None;

    /// <summary>Returns whether a key has a place for the keys of items.</summary>
    public static bool HasPlaceholder(string key) => key.Contains(Placeholder);

    /// <summary>Returns whether a key fits the pattern of a map.</summary>
    public static bool IsItem(string pattern, string key)
        => HasPlaceholder(pattern)
            && key.Length >= pattern.Length - Placeholder.Length
            && key.StartsWith(GetStart(pattern), StringComparison.Ordinal)
            && key.EndsWith(GetEnd(pattern), StringComparison.Ordinal);

    /// <summary>Returns whether a key is certainly that of an item of a map. The texts of other types of keys are not known.</summary>
    public static bool HasItem(IPropertySymbol map, string pattern, string key)
        => IsItem(pattern, key) && IsTextOf(FindKeyType(map), key.Substring(
            GetStart(pattern).Length, key.Length - pattern.Length + Placeholder.Length));

    /// <summary>Returns whether a map may have an item with the key of another property, or with that of an item of another map.</summary>
    public static bool Overlap(string key, IPropertySymbol property, string pattern, IPropertySymbol map)
        => !IsMap(property.Type)
            ? HasItem(map, pattern, key)
            : (HasTextKeys(property) || HasTextKeys(map)) && Overlap(key, pattern);

    /// <summary>Returns whether a key can fit two patterns.</summary>
    public static bool Overlap(string pattern, string other)
        => IsPrefix(GetStart(pattern), GetStart(other)) && IsSuffix(GetEnd(pattern), GetEnd(other));

    private static string GetOwnKey(IPropertySymbol property, AttributeData? attribute)
        => SessionAttributes.GetKey(property, attribute, prefix: "");

    // A key that is only the placeholder would be every key of the session.
    private static bool IsPattern(string key)
        => key.IndexOf(Placeholder, StringComparison.Ordinal) is >= 0 and var start
            && start == key.LastIndexOf(Placeholder, StringComparison.Ordinal)
            && key.Length > Placeholder.Length;

    /// <summary>Returns whether a property is a map of strings. Numbers and Guids are seldom the rest of another pattern.</summary>
    public static bool HasTextKeys(IPropertySymbol property) => FindKeyType(property) is { SpecialType: SpecialType.System_String };

    // In the form that the runtime writes and parses: 007 is not the text of a number.
    private static bool IsTextOf(ITypeSymbol? keyType, string text)
        => keyType switch
        {
            { SpecialType: SpecialType.System_String } => true,
            { SpecialType: SpecialType.System_Int32 } =>
                int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
                && number.ToString(CultureInfo.InvariantCulture) == text,
            { SpecialType: SpecialType.System_Int64 } =>
                long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
                && number.ToString(CultureInfo.InvariantCulture) == text,
            _ => keyType.Is("System", "Guid") && Guid.TryParse(text, out var guid) && guid.ToString() == text,
        };

    private static string GetStart(string pattern) => pattern.Substring(0, pattern.IndexOf(Placeholder, StringComparison.Ordinal));

    private static string GetEnd(string pattern)
        => pattern.Substring(pattern.IndexOf(Placeholder, StringComparison.Ordinal) + Placeholder.Length);

    private static bool IsPrefix(string one, string other)
        => one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal);

    private static bool IsSuffix(string one, string other)
        => one.EndsWith(other, StringComparison.Ordinal) || other.EndsWith(one, StringComparison.Ordinal);
}
