using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>How the session is found.</summary>
internal sealed partial class Session
{
    private Task? _loading;
    private volatile bool _isLoaded;
    private bool _hasFailedToLoad;

    /// <inheritdoc/>
    /// <remarks>Any number of callers, at once or in turn: the engine is asked once. A failure can be tried again.</remarks>
    public Task LoadAsync(CancellationToken cancellationToken = default)
        => _isLoaded ? Task.CompletedTask : LoadAsync(threadWaits: false, cancellationToken);

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

        if (!services.Options.AllowSynchronousLoad && channel.Presented.Tokens.Length > 0)
        {
            throw new InvalidOperationException(
                "The session would be loaded by a thread that waits for it, and TypedSessionsOptions.AllowSynchronousLoad is false. Ask for the model or the ISession " +
                "as a parameter of the handler, put [PreloadSession] on the endpoint, or await session.LoadAsync() first.");
        }

        LoadAsync(threadWaits: true, CancellationToken.None).GetAwaiter().GetResult();
    }

    // Where a thread waits, the load itself happens in the lock. Who comes meanwhile would have to wait for it anyway.
    private Task LoadAsync(bool threadWaits, CancellationToken cancellationToken)
    {
        lock (_values)
        {
            return _loading is null or { IsFaulted: true } or { IsCanceled: true }
                ? _loading = LoadOnceAsync(threadWaits, cancellationToken)
                : _loading;
        }
    }

    private async Task LoadOnceAsync(bool threadWaits, CancellationToken cancellationToken)
    {
        try
        {
            await FindRecordAsync(channel.Presented.Tokens, threadWaits, cancellationToken);
            await FollowUserAsync(threadWaits, cancellationToken);
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
    private ValueTask FindRecordAsync(SessionToken[] tokens, bool threadWaits, CancellationToken cancellationToken, int next = 0)
    {
        for (; next < tokens.Length; next++)
        {
            if (CanRememberMissing && services.MissingKeys.Contains(tokens[next].Key))
            {
                continue;
            }

            var asking = AskForRecordAsync(tokens[next].Key, threadWaits, cancellationToken);
            if (!asking.IsCompletedSuccessfully)
            {
                return FindRecordAfterAsync(asking, tokens, next, threadWaits, cancellationToken);
            }

            if (TryGoOnFrom(tokens[next], asking.Result))
            {
                return default;
            }
        }

        return _copy is { } copy ? FindSuccessorsAsync(copy, threadWaits, cancellationToken) : ReportUnknown(tokens.Length);
    }

    private async ValueTask FindSuccessorsAsync(ClosedCopy copy, bool threadWaits, CancellationToken cancellationToken)
    {
        services.Metrics.LoadedClosed();
        _copy = await OpenCopyAsync(copy.Token, copy.Record, threadWaits, cancellationToken);
    }

    private ValueTask ReportUnknown(int count)
    {
        if (count > 0)
        {
            services.Log.UnknownTokens(count);
            services.Metrics.Loaded(isFound: false);
        }
        else
        {
            services.Log.NoToken();
        }

        return default;
    }

    private async ValueTask FindRecordAfterAsync(
        ValueTask<SessionRecord?> asking, SessionToken[] tokens, int asked, bool threadWaits, CancellationToken cancellationToken)
    {
        if (!TryGoOnFrom(tokens[asked], await asking))
        {
            await FindRecordAsync(tokens, threadWaits, cancellationToken, asked + 1);
        }
    }

    private ValueTask<SessionRecord?> AskForRecordAsync(SessionKey key, bool threadWaits, CancellationToken cancellationToken) => threadWaits
        ? AskEngineAsync(
            "load",
            (key, services.Options.EngineTimeout),
            static (engine, asked, _) => engine.LoadForWaitingThreadAsync(asked.key, asked.EngineTimeout),
            cancellationToken)
        : AskEngineAsync("load", key, static (engine, key, cancel) => engine.LoadAsync(key, cancel), cancellationToken);

    // Where an answer may be out of date, the record may still be on its way to this node.
    private bool CanRememberMissing => services.HasFreshLoads && channel.IsRequest && !channel.Presented.AreRecords;

    private bool TryGoOnFrom(SessionToken token, SessionRecord? record)
    {
        if (record is null)
        {
            if (CanRememberMissing)
            {
                services.MissingKeys.Add(token.Key);
            }

            return false;
        }

        if (!record.Values.IsReadable)
        {
            services.Log.UnreadableRecord(token.Key);
            services.Metrics.RecordWasUnreadable();
            return false;
        }

        if (record.IsClosed)
        {
            // A live session among the presented tokens comes before a copy.
            _copy ??= new ClosedCopy(token, record, Successors: [], CanContinue: false);
            return false;
        }

        services.Metrics.Loaded(isFound: true);
        services.Log.Loaded(token.Key, record.Expires);
        _copy = null;
        Attach(token, record);
        return true;
    }

    private void Attach(SessionToken token, SessionRecord record)
    {
        _values.Reset(record.Values, mayBeStale: !services.HasFreshLoads);
        AttachRecord(token, record);
    }

    // The request's own changes stay, on top of the record's values.
    private void AttachUnderChanges(SessionToken token, SessionRecord record)
    {
        _values.Attach(record.Values);
        AttachRecord(token, record);
    }

    private void AttachRecord(SessionToken token, SessionRecord record)
    {
        _token = token;
        _record = record;
        _expiry = record.Expiry;
        _owner = record.Owner;
        _ownerScheme = record.OwnerScheme;
        _brought = record.Values;
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
        var watch = services.Metrics.Watch(operation, services.EngineName);
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

    // An engine that answers at once costs nothing beside its answer.
    private ValueTask<TAnswer> AskUnwatchedAsync<TQuestion, TAnswer>(
        string operation,
        TQuestion question,
        Func<ISessionEngine, TQuestion, CancellationToken, ValueTask<TAnswer>> ask,
        CancellationToken cancellationToken)
    {
        try
        {
            var answer = ask(channel.Presented.Engine, question, cancellationToken);
            return answer.IsCompletedSuccessfully ? answer : AwaitAnswerAsync(operation, answer.AsTask(), cancellationToken);
        }
        catch (Exception exception)
        {
            return AwaitAnswerAsync(operation, Task.FromException<TAnswer>(exception), cancellationToken);
        }
    }

    // Trouble gets one shape, whatever the engine throws.
    private async ValueTask<TAnswer> AwaitAnswerAsync<TAnswer>(string operation, Task<TAnswer> pending, CancellationToken cancellationToken)
    {
        try
        {
            return await pending.WaitAsync(services.Options.EngineTimeout, services.Clock, cancellationToken);
        }
        catch (TimeoutException exception) when (!pending.IsCompleted)
        {
            throw new SessionEngineException(
                $"The session engine took longer than {services.Options.EngineTimeout} to {operation} a session (TypedSessionsOptions.EngineTimeout).", exception);
        }
        catch (Exception exception) when (exception is not SessionEngineException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new SessionEngineException($"The session engine failed to {operation} a session: {exception.Message}", exception);
        }
    }
}
