namespace TypedSessions;

/// <summary>One thing that a standard asks of sessions, and how it is seen whether an application has it.</summary>
/// <param name="Id">The number in the standard: <c>7.3.2</c>.</param>
/// <param name="Description">What is asked, and the option that gives it.</param>
/// <param name="IsMet">
/// Whether the options and the engine meet it. The engine is <see langword="null"/> if sessions are kept in cookies.
/// </param>
public sealed record SessionRequirement(string Id, string Description, Func<TypedSessionsOptions, ISessionEngine?, bool> IsMet)
{
    /// <summary>Gets a check of what neither the options nor the engine show; <see langword="null"/> for none.</summary>
    internal Func<IServiceProvider, ValueTask<bool>>? IsMetByApplication { get; init; }
}
