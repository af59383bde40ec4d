using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>How the session is found.</summary>
internal sealed partial class Session
{
    private readonly Lock _loadLock = new();

    private Task? _loading;
    private volatile bool _isLoaded;
    private bool _hasFailedToLoad;

    /// <inheritdoc/>
    /// <remarks>Any number of callers, at once or in turn: the engine is asked once. A failure can be tried again.</remarks>
    public Task LoadAsync(CancellationToken cancellationToken = default)
    {
        if (_isLoaded)
        {
            return Task.CompletedTask;
        }

        lock (_loadLock)
        {
            return _loading is null or { IsFaulted: true } or { IsCanceled: true }
                ? _loading = LoadOnceAsync(cancellationToken)
                : _loading;
        }
    }

    /// <summary>Loads the session, and counts that as activity of its holder.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (_record is not null)
        {
            Access();
        }
    }

    // Code that reaches for the session without a word beforehand has to wait for it, as it does in ASP.NET Core.
    private void EnsureLoaded()
    {
        if (_isLoaded)
        {
            return;
        }

        if (!services.Settings.AllowSynchronousLoad && channel.Presented.Tokens.Length > 0)
        {
            throw new InvalidOperationException(
                "The session would be loaded by a thread that waits for it, and TypedSessionsOptions.AllowSynchronousLoad is false. Ask for the model or the ISession " +
                "as a parameter of the handler, put [PreloadSession] on the endpoint, or await session.LoadAsync() first.");
        }

        LoadAsync().GetAwaiter().GetResult();
    }

    private async Task LoadOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FindRecordAsync(cancellationToken);
            _hasFailedToLoad = false;
            _isLoaded = true;
        }
        catch
        {
            _hasFailedToLoad = true;
            throw;
        }
    }

    // Several cookies can have the name (another path, a parent domain): the first that leads to a session counts.
    private async ValueTask FindRecordAsync(CancellationToken cancellationToken)
    {
        var tokens = channel.Presented.Tokens;
        foreach (var token in tokens)
        {
            var record = await AskEngineAsync(
                "load", token.Key, static (engine, key, cancel) => engine.LoadAsync(key, cancel), cancellationToken);
            if (record is { Values.IsReadable: false })
            {
                services.Log.UnreadableRecord(token.Key);
                services.Metrics.RecordWasUnreadable();
            }
            else if (record is not null)
            {
                services.Metrics.Loaded(isFound: true);
                GoOnFrom(token, record);
                return;
            }
        }

        if (tokens.Length > 0)
        {
            services.Log.UnknownTokens(tokens.Length);
            services.Metrics.Loaded(isFound: false);
        }
    }

    private void GoOnFrom(SessionToken token, SessionRecord record)
    {
        _token = token;
        _record = record;
        _expiry = record.Expiry;
        _owner = record.Owner;
        _values.Reset(record.Values);
        _testCookieCameBack = _values.TryGet(TestCookieKey, out _);
    }

    private ValueTask<TAnswer> AskEngineAsync<TQuestion, TAnswer>(
        string operation,
        TQuestion question,
        Func<ISessionEngine, TQuestion, CancellationToken, ValueTask<TAnswer>> ask,
        CancellationToken cancellationToken)
        => services.Metrics.WatchesEngine
            ? AskWatchedAsync(operation, question, ask, cancellationToken)
            : AskUnwatchedAsync(operation, question, ask, cancellationToken);

    private async ValueTask<TAnswer> AskWatchedAsync<TQuestion, TAnswer>(
        string operation,
        TQuestion question,
        Func<ISessionEngine, TQuestion, CancellationToken, ValueTask<TAnswer>> ask,
        CancellationToken cancellationToken)
    {
        var watch = services.Metrics.Watch(operation);
        try
        {
            return await AskUnwatchedAsync(operation, question, ask, cancellationToken);
        }
        catch (Exception exception)
        {
            watch.Fail(exception);
            throw;
        }
        finally
        {
            watch.Dispose();
        }
    }

    // Trouble gets one shape, whatever the engine throws. A timer is set up only for an engine that does not answer at once.
    private async ValueTask<TAnswer> AskUnwatchedAsync<TQuestion, TAnswer>(
        string operation,
        TQuestion question,
        Func<ISessionEngine, TQuestion, CancellationToken, ValueTask<TAnswer>> ask,
        CancellationToken cancellationToken)
    {
        Task<TAnswer>? pending = null;
        try
        {
            var answer = ask(channel.Presented.Engine, question, cancellationToken);
            if (answer.IsCompleted)
            {
                return await answer;
            }

            pending = answer.AsTask();
            return await pending.WaitAsync(services.Settings.EngineTimeout, services.Clock, cancellationToken);
        }
        catch (TimeoutException exception) when (pending is { IsCompleted: false })
        {
            throw new SessionEngineException(
                $"The session engine took longer than {services.Settings.EngineTimeout} to {operation} a session (TypedSessionsOptions.EngineTimeout).", exception);
        }
        catch (Exception exception) when (exception is not SessionEngineException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new SessionEngineException($"The session engine failed to {operation} a session: {exception.Message}", exception);
        }
    }
}
