namespace TypedSessions.Storage;

/// <summary>An engine whose store is created or verified when the application starts. Optional.</summary>
public interface IPreparableEngine
{
    /// <summary>
    /// Creates the missing parts of the store, and verifies that it can store sessions. Called again after a failure if
    /// <see cref="TypedSessionsOptions.RequireEngineAtStart"/> is <see langword="false"/>.
    /// </summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="SessionEngineException">The store cannot be reached, created or used.</exception>
    ValueTask PrepareAsync(CancellationToken cancellationToken);
}
