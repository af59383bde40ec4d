namespace TypedSessions;

/// <summary>Represents a requirement of a standard for sessions, and the check whether an application meets it.</summary>
/// <param name="Id">The number in the standard: <c>7.3.2</c>.</param>
/// <param name="Description">The requirement in words, and the option that meets it.</param>
/// <param name="IsMet">
/// Returns whether the options and the engine meet it. The engine is <see langword="null"/> if sessions are kept in cookies.
/// </param>
public sealed record SessionRequirement(string Id, string Description, Func<TypedSessionsOptions, ISessionEngine?, bool> IsMet)
{
    /// <summary>Gets a check of the application beyond its options and engine; <see langword="null"/> for none.</summary>
    internal Func<IServiceProvider, ValueTask<bool>>? IsMetByApplication { get; init; }
}
