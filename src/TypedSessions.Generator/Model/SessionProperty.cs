namespace TypedSessions.Generator.Model;

/// <summary>One property of a model. All strings are C# source, except <paramref name="PlainName"/> and <paramref name="Key"/>.</summary>
/// <param name="Name">The name, with <c>@</c> if it is a keyword.</param>
/// <param name="PlainName">The name without <c>@</c>.</param>
/// <param name="Modifiers">The modifiers of the declaration: <c>public virtual partial</c>.</param>
/// <param name="Type">The type as declared: <c>string?</c>.</param>
/// <param name="StoredType">The type of the stored value, of a map that of its items.</param>
/// <param name="MapKeyType">The type of a map's keys; <see langword="null"/> if the property is no map.</param>
/// <param name="Access">The accessibility of its description: <c>public</c>, <c>internal</c>; empty if only the model uses it.</param>
/// <param name="Getter">The getter's modifiers with a trailing space, or an empty string.</param>
/// <param name="Setter">The setter's modifiers; <see langword="null"/> if there is no setter.</param>
/// <param name="Key">The key in the session.</param>
/// <param name="Codec">The codec: <c>global::TypedSessions.SessionCodec.Int32</c>.</param>
/// <param name="Default">The named argument with the default value; empty for <see langword="null"/> and zero.</param>
/// <param name="Settings">The initializers: the plan for concurrent changes, former keys.</param>
internal sealed record SessionProperty(
    string Name,
    string PlainName,
    string Modifiers,
    string Type,
    string StoredType,
    string? MapKeyType,
    string Access,
    string Getter,
    string? Setter,
    string Key,
    string Codec,
    string Default,
    EquatableArray<string> Settings);
