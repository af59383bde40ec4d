namespace TypedSessions.Storage;

/// <summary>An engine whose store is created or verified when the application starts. Optional.</summary>
public interface IPreparableEngine
{
    /// <summary>
    /// Creates what is missing of the store, and verifies that it can keep sessions. Called again if it failed and the application may
    /// start without its store.
    /// </summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="SessionEngineException">The store cannot be reached, created or used.</exception>
    ValueTask PrepareAsync(CancellationToken cancellationToken);
}
