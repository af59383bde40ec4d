using System.Diagnostics.CodeAnalysis;
using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>
/// The session of one request or job, as the application uses it. <see cref="SessionState"/> has what is known of it,
/// <see cref="SessionLoader"/> finds it, and <see cref="SessionCommit"/> stores what was changed.
/// </summary>
internal sealed partial class Session : ITypedSession
{
    private const string TestCookieKey = ReservedKeys.Prefix + "testcookie";
    private const int MaxOwnerLength = OwnerId.MaxLength;

    private static readonly byte[] TestCookieValue = [1];

    private readonly SessionServices _services;
    private readonly ISessionChannel _channel;
    private readonly SessionState _state;
    private readonly SessionGuards _guards;
    private readonly RecordChanges _changes;
    private readonly SessionLoader _loader;
    private Task _committing = Task.CompletedTask;

    public Session(SessionServices services, ISessionChannel channel)
    {
        _services = services;
        _channel = channel;
        _state = new SessionState(new SessionWorkingSet(services.MaxSize));
        _guards = new SessionGuards(channel, _state);
        _changes = new RecordChanges(services, channel, _state);
        _loader = new SessionLoader(services, channel, _state);
    }

    /// <inheritdoc/>
    /// <remarks><see langword="false"/> only after loading has failed. It neither loads nor throws.</remarks>
    public bool IsAvailable => !_loader.HasFailed;

    /// <inheritdoc/>
    public string Id => Access().Token.Key.ToString();

    /// <inheritdoc/>
    public IEnumerable<string> Keys => Access().Values.GetKeys();

    /// <inheritdoc/>
    public bool IsNew => Access().Shown is null;

    /// <inheritdoc/>
    public bool IsEmpty => AccessCaptured() is { Shown: null, IsToBeCreated: false, Status: not SessionStatus.Continuing };

    /// <inheritdoc/>
    public bool IsAccessed => _state.IsAccessed;

    /// <inheritdoc/>
    public bool IsModified => AccessCaptured().HasChanges;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> ModifiedKeys => AccessCaptured().Values.GetModifiedKeys();

    /// <inheritdoc/>
    public DateTimeOffset? Created => Access().Shown?.Created;

    /// <inheritdoc/>
    public DateTimeOffset? Expires
    {
        get
        {
            // Not Access: looking at the time that is left is no activity.
            _state.MarkAccessed(_channel);
            _loader.EnsureLoaded();
            return _state.Shown is not { } record || _state.Expiry == record.Expiry
                ? _state.Shown?.Expires
                : _services.Options.GetExpiresAt(_state.Expiry, _services.Now, record.Deadline);
        }
    }

    /// <inheritdoc/>
    public SessionExpiry Expiry
    {
        get => Access().Expiry;
        set => Change().SetExpiry(value, isForced: _state.Values.MayBeStale);
    }

    /// <inheritdoc/>
    public string? Owner
    {
        get => Access().Owner;
        set => SetOwner(value);
    }

    /// <summary>Gets the time, in the whole milliseconds that records are kept in.</summary>
    public DateTimeOffset Now => _services.Now;

    /// <summary>Gets whether the session is loaded and its owner was compared with the user.</summary>
    public bool IsLoaded => _state.IsLoaded;

    /// <summary>Gets whether the session was ended by others while this request or job used it, so that its changes are lost.</summary>
    public bool IsGone => _state.Status is SessionStatus.Gone;

    /// <summary>Gets whether the session belongs to a user, or was closed while it did.</summary>
    public bool HasOwner => _state.HasOwner;

    /// <summary>Gets what the last commit requires of the cookie; <see langword="null"/> once it is written, or for nothing.</summary>
    public CookieAction? Cookie { get; private set; }

    /// <inheritdoc/>
    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value)
    {
        value = TryGet(key, out var stored) ? stored.ToArray() : null;
        return value is not null;
    }

    /// <inheritdoc/>
    public void Set(string key, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        SetOwned(key, value.AsSpan().ToArray());
    }

    /// <inheritdoc/>
    public void Remove(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Change().Values.Remove(key);
    }

    /// <inheritdoc/>
    public void Clear() => Change().Clear();

    /// <inheritdoc/>
    public TimeSpan? Peek()
    {
        var left = Expires - _services.Now;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    /// <inheritdoc/>
    public void RegenerateId()
    {
        var state = Change();
        _guards.ThrowIfCannotRotate();
        if (state is { Status: SessionStatus.Closed, Copy: { CanContinue: true, Closure.WasAnonymous: true } copy })
        {
            state.ContinueFrom(copy, Rotation.Requested);
        }
        else if (state.Record is not null)
        {
            state.Rotate(Rotation.Requested);
        }
    }

    /// <inheritdoc/>
    public void Abandon() => End(SessionEndCause.Abandoned);

    /// <inheritdoc/>
    public void SetTestCookie() => SetReserved(TestCookieKey, TestCookieValue);

    /// <inheritdoc/>
    public bool TestCookieWorked() => Access().ValuesAtLoad?.TryGet(TestCookieKey, out _) == true;

    /// <inheritdoc/>
    public void DeleteTestCookie()
    {
        var state = Change();
        state.ForgetValuesAtLoad();
        state.Values.Remove(TestCookieKey);
    }

    /// <inheritdoc cref="SessionOwnership.SignIn"/>
    /// <param name="user">The user.</param>
    /// <param name="expiry">The session's new expiry; <see langword="null"/> to keep the one that it has.</param>
    /// <param name="isRefresh">Whether this is not a new sign-in, but one of the same login once more.</param>
    public void SignIn(AuthenticatedUser user, SessionExpiry? expiry, bool isRefresh)
    {
        Change();
        _guards.ThrowIfCannotRotate();
        _loader.Ownership.SignIn(user, expiry, isRefresh);
    }

    /// <summary>Ends the session of a user who signs out.</summary>
    public void SignOut()
    {
        _loader.Ownership.BeginSignOut();
        End(SessionEndCause.SignedOut);
    }

    /// <summary>
    /// Makes this the session of a sign-in whose request could not reach the browser's own:
    /// what is set in it is stored under a token that the login carries, and no cookie is sent.
    /// </summary>
    public void Defer(SessionToken token, AuthenticatedUser user, DateTimeOffset expiresAt) => Change().Defer(token, user, expiresAt);

    /// <inheritdoc/>
    /// <remarks>Any number of callers, at once or in turn: the engine is asked once. A failure can be tried again.</remarks>
    public Task LoadAsync(CancellationToken cancellationToken = default)
        => _loader.LoadAsync(cancellationToken);

    /// <summary>Loads the session, and counts that as activity of its holder.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (_state.Record is not null)
        {
            Access();
        }
    }

    /// <inheritdoc cref="SessionOwnership.FollowAsync"/>
    public ValueTask FollowUserAsync(CancellationToken cancellationToken) => _loader.FollowUserAsync(isSynchronous: false, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Changes are refused until the commit is done. Without a call everything is saved just before the response starts.</remarks>
    public Task CommitAsync(CancellationToken cancellationToken = default)
        => IsAccessed && !IsUnchanged ? _committing = CommitAfterAsync(_committing, cancellationToken) : Task.CompletedTask;

    /// <summary>Marks the cookie as written.</summary>
    public void MarkCookieWritten() => Cookie = null;

    // What most requests leave behind. Values that may have been changed in place need a commit that compares them.
    private bool IsUnchanged
        => IsLoaded && _state is { Status: SessionStatus.Stored, HasViews: false } && _committing.IsCompleted
            && !_changes.IsWorthAWrite;

    // In turn: if a commit by hand is not awaited, the one before the response must not create or rotate a second time.
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
        CaptureViews();
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

    private void End(SessionEndCause cause)
    {
        var state = Change();
        if (state.Record is not null || state.Copy is not null)
        {
            state.Abandon(state.PresentedToken, _channel.User, cause);
        }

        state.Reset();
    }

    private void SetOwner(string? value)
    {
        if (value is { Length: 0 or > MaxOwnerLength })
        {
            throw new ArgumentException(
                $"The owner of a session is an id of 1 to {MaxOwnerLength} characters, not of {value.Length}.", nameof(value));
        }

        var state = Change();
        if (value == state.Owner)
        {
            return;
        }

        // An owner changes together with the id, so that no copy of the cookie leads from one user's session to another's.
        if (state.Record is not null || state.Status is SessionStatus.Closed)
        {
            ThrowIfJob();
            RegenerateId();
        }

        if (value is not null)
        {
            _guards.ThrowIfTooLateToBegin();
        }

        state.SetOwner(value, scheme: null);
    }

    private void ThrowIfJob()
    {
        if (!_channel.IsRequest)
        {
            throw new InvalidOperationException(
                "The owner of a stored session can only be set in a request, because it changes together with the id in the cookie.");
        }
    }

    // The state, to be changed.
    private SessionState Change()
    {
        _guards.ThrowIfUnchangeable();
        return Access();
    }

    private SessionState AccessCaptured()
    {
        Access();
        CaptureViews();
        return _state;
    }

    // Every member except TimeLeft and ExpiresAt counts as activity.
    private SessionState Access()
    {
        if (!_state.IsActive)
        {
            _state.MarkAccessed(_channel);
            _loader.EnsureLoaded();
            _state.IsActive = true;
        }

        return _state;
    }
}
