namespace TypedSessions.Generator.Parsing;

/// <summary>Names by which symbols of the runtime library and .NET are recognized.</summary>
internal static class KnownNames
{
    public const string Namespace = "TypedSessions";
    public const string HttpNamespace = "Microsoft.AspNetCore.Http";
    public const string ModelAttribute = "SessionModelAttribute";
    public const string PropertyAttribute = "SessionPropertyAttribute";
    public const string ModelAttributeFullName = Namespace + "." + ModelAttribute;
    public const string PropertyAttributeFullName = Namespace + "." + PropertyAttribute;

    /// <summary>A named argument of <see cref="ModelAttribute"/>.</summary>
    public const string Prefix = "Prefix";

    /// <inheritdoc cref="Prefix"/>
    public const string JsonContext = "JsonContext";

    /// <inheritdoc cref="Prefix"/>
    public const string RetiredKeys = "RetiredKeys";

    /// <summary>A named argument of <see cref="PropertyAttribute"/>.</summary>
    public const string Key = "Key";

    /// <inheritdoc cref="Key"/>
    public const string Default = "Default";

    /// <inheritdoc cref="Key"/>
    public const string Codec = "Codec";

    /// <inheritdoc cref="Key"/>
    public const string Merge = "Merge";

    /// <inheritdoc cref="Key"/>
    public const string FormerKeys = "FormerKeys";

    /// <inheritdoc cref="Key"/>
    public const string KeepFormer = "KeepFormer";

    /// <inheritdoc cref="Key"/>
    public const string Flash = "Flash";

    /// <inheritdoc cref="Key"/>
    public const string ExpiresAfterMinutes = "ExpiresAfterMinutes";

    public const string UpgradeAttribute = "SessionUpgradeAttribute";
    public const string DowngradeAttribute = "SessionDowngradeAttribute";

    /// <summary>A named argument of <see cref="UpgradeAttribute"/>.</summary>
    public const string From = "From";

    /// <summary>A named argument of <see cref="DowngradeAttribute"/>.</summary>
    public const string To = "To";

    public const string IdentityAttribute = "SessionIdentityAttribute";

    /// <summary>The prefix of the library's reserved keys.</summary>
    public const string ReservedPrefix = "__ts.";

    public const string JsonNamespace = "System.Text.Json.Serialization";
    public const string JsonSerializerContext = "JsonSerializerContext";
    public const string JsonConverterAttribute = "JsonConverterAttribute";
}
