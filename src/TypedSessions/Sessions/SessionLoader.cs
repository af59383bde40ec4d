using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>Loads a session once: finds the record that the presented tokens lead to, and compares its owner with the user.</summary>
internal sealed class SessionLoader(SessionServices services, ISessionChannel channel, SessionState state)
{
    private SessionOwnership? _ownership;
    private Task? _loading;

    /// <summary>Gets the rules that keep the session's owner equal to the user.</summary>
    public SessionOwnership Ownership => _ownership ??= new SessionOwnership(services, channel, state, this);

    /// <summary>Gets whether the last attempt failed. It can be repeated.</summary>
    public bool HasFailed => _loading is { IsFaulted: true } or { IsCanceled: true };

    // Without fresh loads, a new record may be missing on this node for some time.
    private bool CanCacheMissing => services.HasFreshLoads && channel.IsRequest && !channel.Presented.AreRecords;

    /// <summary>Loads the session unless it is loaded. Any number of callers wait for one load.</summary>
    public Task LoadAsync(CancellationToken cancellationToken)
        => state.IsLoaded ? Task.CompletedTask : LoadAsync(isSynchronous: false, cancellationToken);

    /// <summary>Loads the session synchronously unless it is loaded.</summary>
    /// <exception cref="InvalidOperationException">The options do not allow it.</exception>
    public void EnsureLoaded()
    {
        if (state.IsLoaded)
        {
            return;
        }

        if (!services.Options.AllowSynchronousLoad && channel.Presented.Tokens.Length > 0)
        {
            throw new InvalidOperationException(
                "The session was accessed synchronously before it was loaded, and TypedSessionsOptions.AllowSynchronousLoad is false. " +
                "Take the model or the ISession as a parameter of the handler, put [PreloadSession] on the endpoint, or await " +
                "session.LoadAsync() first.");
        }

        LoadAsync(isSynchronous: true, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="SessionOwnership.FollowAsync"/>
    public ValueTask FollowUserAsync(bool isSynchronous, CancellationToken cancellationToken)
        => channel.User is { } user && state.Status is not SessionStatus.Deferred
            ? Ownership.FollowAsync(user, isSynchronous, cancellationToken)
            : default;

    /// <summary>Loads a record or a closed copy.</summary>
    public ValueTask<SessionRecord?> LoadRecordAsync(SessionKey key, bool isSynchronous, CancellationToken cancellationToken)
        => isSynchronous
            ? channel.Presented.Engine.LoadSynchronouslyAsync(key)
            : channel.Presented.Engine.LoadAsync(key, cancellationToken);

    /// <summary>Finds the sessions that continued from a closed copy.</summary>
    public async ValueTask<ClosedCandidate> OpenCopyAsync(
        SessionToken token, SessionRecord record, bool isSynchronous, CancellationToken cancellationToken)
    {
        var (successors, canContinue) = await SessionChain.FindLiveAsync(
            record.Closure!, key => LoadRecordAsync(key, isSynchronous, cancellationToken));
        return new ClosedCandidate(token, record, successors, canContinue);
    }

    // A synchronous load runs inside the lock; concurrent callers would have to wait anyway.
    private Task LoadAsync(bool isSynchronous, CancellationToken cancellationToken)
    {
        lock (state)
        {
            return _loading is not null && !HasFailed ? _loading : _loading = LoadOnceAsync(isSynchronous, cancellationToken);
        }
    }

    private async Task LoadOnceAsync(bool isSynchronous, CancellationToken cancellationToken)
    {
        await FindRecordAsync(isSynchronous, cancellationToken);
        await FollowUserAsync(isSynchronous, cancellationToken);
        state.MarkLoaded();
    }

    // A browser can present several tokens: cookies of the same name with another path or domain. The first live session is used, or else
    // the first closed copy.
    private async ValueTask FindRecordAsync(bool isSynchronous, CancellationToken cancellationToken)
    {
        (SessionToken Token, SessionRecord Record)? closed = null;
        foreach (var presented in channel.Presented.Tokens)
        {
            if (await FindAsync(presented, isSynchronous, cancellationToken) is not { } found)
            {
                continue;
            }

            var (token, record) = found;
            if (!record.IsClosed)
            {
                services.Metrics.Loaded(isFound: true);
                services.Log.Loaded(token.Key, record.ExpiresAt);
                state.Attach(token, record, mayBeStale: !services.HasFreshLoads);
                return;
            }

            closed ??= found;
        }

        if (closed is { } copy)
        {
            services.Metrics.LoadedClosed();
            state.Close(await OpenCopyAsync(copy.Token, copy.Record, isSynchronous, cancellationToken));
        }
        else
        {
            ReportUnknown(channel.Presented.Tokens.Length);
        }
    }

    private async ValueTask<(SessionToken Token, SessionRecord Record)?> FindAsync(
        SessionToken token, bool isSynchronous, CancellationToken cancellationToken)
    {
        if (CanCacheMissing && services.MissingKeys.Contains(token.Key))
        {
            return null;
        }

        var record = await LoadRecordAsync(token.Key, isSynchronous, cancellationToken);
        if (record is null && CanCacheMissing)
        {
            services.MissingKeys.Add(token.Key);
        }

        if (record is null)
        {
            return null;
        }

        if (record.Values.IsReadable)
        {
            return record.Closure is { IsRenewal: true }
                ? await new PreviousIds(services, channel.Presented).FindAsync(token, record, isSynchronous, cancellationToken)
                : (token, record);
        }

        services.Log.UnreadableRecord(token.Key);
        services.Metrics.RecordWasUnreadable();
        return null;
    }

    private void ReportUnknown(int count)
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
    }
}
