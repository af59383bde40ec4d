namespace TypedSessions.Engines.Database;

/// <summary>How writes reach the database.</summary>
internal interface IWritePath : IAsyncDisposable
{
    /// <summary>Runs a write. When this returns it is committed.</summary>
    /// <exception cref="SessionEngineException">The database refused, or cannot be reached.</exception>
    ValueTask<T> RunAsync<T>(WriteOperation<T> operation);
}
