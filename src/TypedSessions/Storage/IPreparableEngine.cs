namespace TypedSessions.Storage;

/// <summary>An engine whose store is created or verified when the application starts.</summary>
internal interface IPreparableEngine
{
    /// <summary>Creates what is missing of the store.</summary>
    /// <exception cref="SessionEngineException">The store cannot be reached, or not be created.</exception>
    ValueTask PrepareAsync(CancellationToken cancellationToken);
}
