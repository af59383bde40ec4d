namespace TypedSessions.Diagnostics;

/// <summary>
/// Gives an engine its timeout, one type of exception, metrics and traces. Everything that uses the application's engine
/// does so through this class: requests, jobs, cleanup and health checks.
/// </summary>
internal sealed class InstrumentedSessionEngine : ISessionEngine
{
    private readonly SessionMetrics _metrics;
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _timeout;
    private readonly InstrumentedInventory? _inventory;

    public InstrumentedSessionEngine(
        ISessionEngine inner, SessionMetrics metrics, TimeProvider timeProvider, TimeSpan timeout, string? name = null)
    {
        Inner = inner;
        _metrics = metrics;
        _timeProvider = timeProvider;
        _timeout = timeout;
        _inventory = inner is ISessionInventory inventory ? new InstrumentedInventory(this, inventory) : null;
        Name = name ?? inner.GetType().Name.Replace("SessionEngine", "", StringComparison.Ordinal).ToLowerInvariant();
    }

    /// <summary>Gets the engine that the application has configured.</summary>
    public ISessionEngine Inner { get; }

    /// <summary>Gets the engine's name in metrics and traces: <c>memory</c>, <c>database</c>.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public SessionGuarantees Guarantees => Inner.Guarantees;

    /// <summary>Gets whether the engine can limit the number of sessions of a user.</summary>
    public bool CanLimitSessions => Inner is ISessionLimitEngine { CanLimitSessions: true };

    /// <summary>Gets the engine's inventory; <see langword="null"/> if it cannot list its records.</summary>
    public ISessionInventory? Inventory => _inventory;

    /// <summary>Gets the engine's inventory in pages; <see langword="null"/> if it has none.</summary>
    public IPagedSessionInventory? Pages => Inner is IPagedSessionInventory { CanReadPages: true } ? _inventory : null;

    /// <inheritdoc/>
    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
        => InvokeAsync("load", key, static (engine, key, cancel) => engine.LoadAsync(key, cancel), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SessionRecord?> LoadFreshAsync(SessionKey key, CancellationToken cancellationToken)
        => InvokeAsync("load", key, static (engine, key, cancel) => engine.LoadFreshAsync(key, cancel), cancellationToken);

    /// <summary>Loads a record for a caller that blocks until it is loaded.</summary>
    /// <remarks>Completed when it returns, if the engine can load synchronously.</remarks>
    public ValueTask<SessionRecord?> LoadSynchronouslyAsync(SessionKey key)
        => Inner is ISynchronousSessionEngine
            ? InvokeAsync(
                "load",
                (key, _timeout),
                static (engine, it, _) => ValueTask.FromResult(((ISynchronousSessionEngine)engine).Load(it.key, it._timeout)),
                CancellationToken.None)
            : LoadAsync(key, CancellationToken.None);

    /// <inheritdoc/>
    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
        => InvokeAsync(
            "create", (key, record), static (engine, it, cancel) => engine.CreateAsync(it.key, it.record, cancel), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => InvokeAsync(
            "update",
            (key, loaded, changes),
            static (engine, it, cancel) => engine.UpdateAsync(it.key, it.loaded, it.changes, cancel),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => InvokeAsync(
            "rotate",
            (key, newKey, loaded, changes),
            static (engine, it, cancel) => engine.RotateAsync(it.key, it.newKey, it.loaded, it.changes, cancel),
            cancellationToken);

    /// <inheritdoc cref="ISessionLimitEngine.CreateAsync"/>
    public ValueTask<CommitResult> CreateAsync(
        SessionKey key, SessionRecord record, SessionLimit limit, CancellationToken cancellationToken)
        => InvokeAsync(
            "create",
            (key, record, limit),
            static (engine, it, cancel) => ((ISessionLimitEngine)engine).CreateAsync(it.key, it.record, it.limit, cancel),
            cancellationToken);

    /// <inheritdoc cref="ISessionLimitEngine.RotateAsync"/>
    public ValueTask<CommitResult> RotateAsync(
        SessionKey key,
        SessionKey newKey,
        SessionRecord loaded,
        SessionChanges changes,
        SessionLimit? limit,
        CancellationToken cancellationToken)
        => limit is null
            ? RotateAsync(key, newKey, loaded, changes, cancellationToken)
            : InvokeAsync(
                "rotate",
                (key, newKey, loaded, changes, limit),
                static (engine, it, cancel) => ((ISessionLimitEngine)engine).RotateAsync(
                    it.key, it.newKey, it.loaded, it.changes, it.limit, cancel),
                cancellationToken);

    /// <inheritdoc cref="ISessionKeyPlacement.CanPlace"/>
    public bool CanPlace(SessionKey newKey, string? owner)
        => owner is null || Inner is not ISessionKeyPlacement placement || placement.CanPlace(newKey, owner);

    /// <inheritdoc cref="ISessionKeyPlacement.CanRotate"/>
    public bool CanRotate(SessionKey key, SessionKey newKey)
        => Inner is not ISessionKeyPlacement placement || placement.CanRotate(key, newKey);

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
        => InvokeAsync("remove", key, static (engine, key, cancel) => engine.RemoveAsync(key, cancel), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> RemoveExpiredAsync(int batchSize, CancellationToken cancellationToken)
        => InvokeAsync("cleanup", batchSize, static (engine, batch, cancel) => engine.RemoveExpiredAsync(batch, cancel), cancellationToken);

    /// <summary>Calls the engine.</summary>
    /// <param name="operation">The operation's name in metrics, traces and messages.</param>
    /// <param name="state">The arguments of the call.</param>
    /// <param name="invoke">The call.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="SessionEngineException">The engine failed or took too long.</exception>
    public ValueTask<TResult> InvokeAsync<TState, TResult>(
        string operation,
        TState state,
        Func<ISessionEngine, TState, CancellationToken, ValueTask<TResult>> invoke,
        CancellationToken cancellationToken)
        => _metrics.IsEnabled
            ? InvokeMeasuredAsync(operation, state, invoke, cancellationToken)
            : InvokeUnmeasuredAsync(operation, state, invoke, cancellationToken);

    private async ValueTask<TResult> InvokeMeasuredAsync<TState, TResult>(
        string operation,
        TState state,
        Func<ISessionEngine, TState, CancellationToken, ValueTask<TResult>> invoke,
        CancellationToken cancellationToken)
    {
        var measurement = _metrics.StartMeasurement(operation, Name);
        try
        {
            return await InvokeUnmeasuredAsync(operation, state, invoke, cancellationToken);
        }
        catch (Exception exception)
        {
            measurement.Fail(exception);
            throw;
        }
        finally
        {
            measurement.Dispose();
        }
    }

    /// <summary>Calls the engine without metrics and traces: for the records of a list, of which there may be many.</summary>
    /// <inheritdoc cref="InvokeAsync"/>
    // An engine that completes synchronously needs neither a task nor a timer.
    public ValueTask<TResult> InvokeUnmeasuredAsync<TState, TResult>(
        string operation,
        TState state,
        Func<ISessionEngine, TState, CancellationToken, ValueTask<TResult>> invoke,
        CancellationToken cancellationToken)
    {
        try
        {
            var pending = invoke(Inner, state, cancellationToken);
            return pending.IsCompletedSuccessfully ? pending : AwaitWithTimeoutAsync(operation, pending.AsTask(), cancellationToken);
        }
        catch (Exception exception)
        {
            return AwaitWithTimeoutAsync(operation, Task.FromException<TResult>(exception), cancellationToken);
        }
    }

    private async ValueTask<TResult> AwaitWithTimeoutAsync<TResult>(
        string operation, Task<TResult> pending, CancellationToken cancellationToken)
    {
        try
        {
            return await pending.WaitAsync(_timeout, _timeProvider, cancellationToken);
        }
        catch (TimeoutException exception) when (!pending.IsCompleted)
        {
            throw new SessionEngineException(
                $"The session engine did not complete '{operation}' within {_timeout}. " +
                "Check the store, or raise TypedSessionsOptions.EngineTimeout.",
                exception);
        }
        catch (Exception exception) when (NeedsTranslation(exception, cancellationToken))
        {
            throw new SessionEngineException($"The session engine failed to complete '{operation}': {exception.Message}", exception);
        }
    }

    private static bool NeedsTranslation(Exception exception, CancellationToken cancellationToken)
        => exception is not SessionEngineException
            && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested);
}
