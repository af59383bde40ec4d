using System.Diagnostics.CodeAnalysis;

namespace TypedSessions.Sessions;

/// <summary>
/// The session of one request or job, as the application uses it. <see cref="SessionState"/> has its state, <see cref="SessionLoader"/>
/// loads it, and <see cref="SessionCommit"/> stores its changes.
/// </summary>
internal sealed partial class Session : ITypedSession
{
    private const string TestCookieKey = ReservedKeys.Prefix + "testcookie";

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
        _state = new SessionState(new PendingChanges(services.MaxSize));
        _guards = new SessionGuards(channel, _state);
        _changes = new RecordChanges(services, channel, _state);
        _loader = new SessionLoader(services, channel, _state);
        Values = new SessionValueStore(this, services, channel, _state);
    }

    /// <summary>Gets the values, for models.</summary>
    public SessionValueStore Values { get; }

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
    public DateTimeOffset? CreatedAt => Access().Shown?.CreatedAt;

    /// <inheritdoc/>
    public DateTimeOffset? ExpiresAt
    {
        get
        {
            // Access() is not called, because reading the remaining time is no activity.
            _state.MarkAccessed(_channel);
            _loader.EnsureLoaded();
            return _state.Shown is not { } record || _state.Expiry == record.Expiry
                ? _state.Shown?.ExpiresAt
                : _services.Options.GetExpiresAt(_state.Expiry, _state.HasOwner, _services.Now, record.AbsoluteExpiration);
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

    /// <inheritdoc/>
    public DateTimeOffset? SignedInAt => Access().SignedInAt;

    /// <inheritdoc/>
    public SessionDevice? Device => Access().Shown?.Device;

    /// <summary>Gets the current time in whole milliseconds, as records have it.</summary>
    public DateTimeOffset Now => _services.Now;

    /// <summary>Gets whether the session is loaded and its owner was compared with the user.</summary>
    public bool IsLoaded => _state.IsLoaded;

    /// <summary>Gets whether the session was ended by others while this request or job used it, so that its changes are lost.</summary>
    public bool IsGone => _state.Status is SessionStatus.Gone;

    /// <summary>Gets whether the session belongs to a user, or was closed while it did.</summary>
    public bool HasOwner => _state.HasOwner;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value)
    {
        value = Values.TryGet(key, out var stored) ? stored.ToArray() : null;
        return value is not null;
    }

    /// <inheritdoc/>
    public void Set(string key, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Values.Set(key, value.AsSpan().ToArray());
    }

    /// <inheritdoc/>
    public void Remove(string key) => Values.Remove(key);

    /// <inheritdoc/>
    public void Clear() => Change().Clear();

    /// <inheritdoc/>
    public TimeSpan? TimeLeft
    {
        get
        {
            var left = ExpiresAt - _services.Now;
            return left < TimeSpan.Zero ? TimeSpan.Zero : left;
        }
    }

    /// <inheritdoc/>
    public void RegenerateId()
    {
        var state = Change();
        _guards.ThrowIfCannotRotate();
        if (state is { Status: SessionStatus.Closed, Copy: { CanContinue: true, Closure.WasAnonymous: true } copy })
        {
            // The copy's values replace those that the returned objects were read from.
            Values.CaptureViews();
            state.ContinueFrom(copy, Rotation.Requested);
        }
        else if (state.Record is not null)
        {
            state.Rotate(Rotation.Requested);
        }
    }

    /// <inheritdoc/>
    public void ConfirmSignIn()
    {
        Change();
        _loader.Ownership.SetInitialOwner();
        _guards.ThrowIfNotOwned();
        RegenerateId();
        _state.ConfirmSignIn(Now);
    }

    /// <inheritdoc/>
    public void Abandon() => End(SessionEndCause.Abandoned);

    /// <inheritdoc/>
    public void SetTestCookie() => Values.SetReserved(TestCookieKey, TestCookieValue);

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
        Values.CaptureViews();
        _loader.Ownership.SignIn(user, expiry, isRefresh);
    }

    /// <summary>Ends the session of a user who signs out.</summary>
    public void SignOut()
    {
        _loader.Ownership.BeginSignOut();
        End(SessionEndCause.SignedOut);
    }

    /// <summary>
    /// Makes this the session of a sign-in whose request could not reach the browser's own: its values are stored under a token that the
    /// authentication ticket carries, and no cookie is sent.
    /// </summary>
    public void Defer(SessionToken token, AuthenticatedUser user, DateTimeOffset expiresAt) => Change().Defer(token, user, expiresAt);

    /// <inheritdoc/>
    /// <remarks>Concurrent and later calls share one load. After a failure, the next call loads again.</remarks>
    public Task LoadAsync(CancellationToken cancellationToken = default)
        => _loader.LoadAsync(cancellationToken);

    /// <summary>Loads the session, and counts that as activity of the visitor.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (_state.Record is not null)
        {
            Access();
        }
    }

    /// <inheritdoc cref="SessionOwnership.FollowAsync"/>
    public ValueTask FollowUserAsync(CancellationToken cancellationToken)
        => _loader.FollowUserAsync(isSynchronous: false, cancellationToken);

    /// <summary>Loads the session and returns its state. Every member except TimeLeft and ExpiresAt counts as activity.</summary>
    public SessionState Access()
    {
        if (!_state.IsActive)
        {
            _state.MarkAccessed(_channel);
            _loader.EnsureLoaded();
            _state.IsActive = true;
        }

        return _state;
    }

    /// <summary>Returns the state, to be changed.</summary>
    /// <param name="mayBegin">Whether the change may begin a session, whose token must still reach the browser.</param>
    public SessionState Change(bool mayBegin = false)
    {
        _guards.ThrowIfUnchangeable();
        var state = Access();
        if (mayBegin)
        {
            _guards.ThrowIfTooLateToBegin();
        }

        return state;
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
        OwnerId.ThrowIfInvalid(value);
        var state = Change();
        if (value == state.Owner)
        {
            return;
        }

        // An owner changes together with the id, so that no copy of the cookie leads from one user's session to another's.
        if (state.Record is not null || state.Status is SessionStatus.Closed)
        {
            _guards.ThrowIfJob();
            RegenerateId();
        }

        if (value is not null)
        {
            _guards.ThrowIfTooLateToBegin();
        }

        state.SetOwner(value, scheme: null);
    }

    private SessionState AccessCaptured()
    {
        Access();
        Values.CaptureViews();
        return _state;
    }
}
