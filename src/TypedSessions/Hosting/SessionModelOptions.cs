namespace TypedSessions;

/// <summary>How an application stores one of its models, for <c>AddModel</c>.</summary>
public sealed class SessionModelOptions
{
    /// <summary>
    /// Gets or sets what every key of the model starts with, before the model's own <see cref="SessionModelAttribute.Prefix"/>, such as the
    /// name of an application that shares its store with others.
    /// </summary>
    /// <value>Default: <see langword="null"/>. <see langword="null"/> and an empty text are no prefix.</value>
    public string? Prefix { get; set; }

    /// <summary>
    /// Gets or sets a function that returns the prefix of a session, such as that of its tenant, from the services of the request or of the
    /// <see cref="SessionScope"/>. Called when a session's model is first used. It must not use the model itself.
    /// </summary>
    /// <value>
    /// Default: <see langword="null"/>. It replaces <see cref="Prefix"/>; <see langword="null"/> and an empty text are no prefix.
    /// </value>
    public Func<IServiceProvider, string?>? PrefixProvider { get; set; }
}
