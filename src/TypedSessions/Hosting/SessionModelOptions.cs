namespace TypedSessions;

/// <summary>Options of a model in an application, for <c>AddModel</c>.</summary>
public sealed class SessionModelOptions
{
    /// <summary>
    /// Gets or sets the prefix of all keys of the model, before the model's own <see cref="SessionModelAttribute.Prefix"/>, such as the
    /// name of an application that shares its store with others.
    /// </summary>
    /// <value>Default: <see langword="null"/>. <see langword="null"/> and an empty text mean no prefix.</value>
    public string? Prefix { get; set; }

    /// <summary>
    /// Gets or sets a function that returns the prefix of a session, such as that of its tenant. It must not use the model itself.
    /// </summary>
    /// <remarks>
    /// In a request it is called with the services of the request, when the model is first used. A <see cref="ConnectionSession"/>, in a
    /// hub or a circuit, calls it once with the services of the handshake, and all sessions that it opens have that prefix. A session that
    /// <see cref="ISessionManager"/> opens calls it with <see cref="SessionScope.Services"/>, when the model is first used.
    /// </remarks>
    /// <value>
    /// Default: <see langword="null"/>. It replaces <see cref="Prefix"/>; <see langword="null"/> and an empty text mean no prefix.
    /// </value>
    public Func<IServiceProvider, string?>? PrefixProvider { get; set; }
}
