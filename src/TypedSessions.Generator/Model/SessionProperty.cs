namespace TypedSessions.Generator.Model;

/// <summary>
/// One property of a model. All texts are C# as it is written into the file, but for
/// <paramref name="PlainName"/> and <paramref name="Key"/>.
/// </summary>
/// <param name="Name">The name, with <c>@</c> where it is a keyword.</param>
/// <param name="PlainName">The name without it.</param>
/// <param name="Modifiers">The modifiers of the user's half: <c>public virtual partial</c>.</param>
/// <param name="Type">The type as declared: <c>string?</c>.</param>
/// <param name="StoredType">The type of what is stored, without the <c>?</c> of a reference type.</param>
/// <param name="Getter">The getter's modifiers with a space behind them, or nothing.</param>
/// <param name="Setter">The same of the setter; <see langword="null"/> when there is none.</param>
/// <param name="Key">The key in the session.</param>
/// <param name="Codec">The codec: <c>global::TypedSessions.SessionCodec.Int32</c>.</param>
/// <param name="Default">
/// What it reads as while its key is absent, an argument with its name; empty for <see langword="null"/> and zero.
/// </param>
internal sealed record SessionProperty(
    string Name,
    string PlainName,
    string Modifiers,
    string Type,
    string StoredType,
    string Getter,
    string? Setter,
    string Key,
    string Codec,
    string Default);
