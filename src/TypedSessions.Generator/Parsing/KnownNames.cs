namespace TypedSessions.Generator.Parsing;

/// <summary>The names in the runtime library and in .NET by which symbols are recognized.</summary>
internal static class KnownNames
{
    public const string Namespace = "TypedSessions";
    public const string HttpNamespace = "Microsoft.AspNetCore.Http";
    public const string ModelAttribute = "SessionModelAttribute";
    public const string PropertyAttribute = "SessionPropertyAttribute";
    public const string ModelAttributeFullName = Namespace + "." + ModelAttribute;
    public const string PropertyAttributeFullName = Namespace + "." + PropertyAttribute;

    /// <summary>Named arguments of <see cref="ModelAttribute"/>.</summary>
    public const string Prefix = "Prefix";

    /// <inheritdoc cref="Prefix"/>
    public const string JsonContext = "JsonContext";

    /// <summary>Named arguments of <see cref="PropertyAttribute"/>.</summary>
    public const string Key = "Key";

    /// <inheritdoc cref="Key"/>
    public const string Default = "Default";

    /// <inheritdoc cref="Key"/>
    public const string Codec = "Codec";

    /// <summary>The beginning of the keys that the library keeps for itself.</summary>
    public const string ReservedPrefix = "__ts.";

    public const string JsonNamespace = "System.Text.Json.Serialization";
    public const string JsonSerializerContext = "JsonSerializerContext";
}
