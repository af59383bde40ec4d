namespace TypedSessions.Sessions;

/// <summary>The session's commits, one after the other.</summary>
internal sealed partial class Session
{
    /// <summary>
    /// Gets the change of the cookie that the last commit requires; <see langword="null"/> if nothing changes, or once it is written.
    /// </summary>
    public CookieAction? Cookie { get; private set; }

    /// <inheritdoc/>
    /// <remarks>Changes are refused until the commit is done. Without a call everything is saved just before the response starts.</remarks>
    public Task CommitAsync(CancellationToken cancellationToken = default)
        => IsAccessed && !IsUnchanged ? _committing = CommitAfterAsync(_committing, cancellationToken) : Task.CompletedTask;

    /// <summary>Marks the cookie as written.</summary>
    public void MarkCookieWritten() => Cookie = null;

    // True after most requests. Values that may have been changed in place need a commit that compares them.
    private bool IsUnchanged
        => IsLoaded && _state is { Status: SessionStatus.Stored, Values.HasViews: false } && _committing.IsCompleted
            && !_changes.NeedsWrite;

    // Commits run one after the other: if a call is not awaited, the commit before the response must not create or rotate again.
    private async Task CommitAfterAsync(Task previous, CancellationToken cancellationToken)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _guards.ThrowIfFaulted();
        if (IsGone)
        {
            return;
        }

        await _loader.LoadAsync(cancellationToken);
        await FollowUserAsync(cancellationToken);
        Values.CaptureViews();
        _state.IsCommitting = true;
        try
        {
            Cookie = await new SessionCommit(_services, _channel, _state, _guards, _changes, _loader).RunAsync(cancellationToken)
                ?? (IsGone ? null : Cookie);
        }
        catch (Exception exception) when (exception is SessionEngineException or OperationCanceledException)
        {
            _state.MarkFaulted(exception);
            throw;
        }
        finally
        {
            _state.IsCommitting = false;
        }
    }
}
