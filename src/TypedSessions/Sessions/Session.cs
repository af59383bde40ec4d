using System.Diagnostics.CodeAnalysis;
using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>
/// The session of one request or job. Holds what was loaded and what was changed since; loading is in <c>Session.Load.cs</c>,
/// what becomes of the changes in <c>Session.Commit.cs</c>, and what cannot be done at the moment in <c>Session.Guards.cs</c>.
/// </summary>
internal sealed partial class Session(SessionServices services, ISessionChannel channel) : ITypedSession
{
    private const string TestCookieKey = ReservedKeys.Prefix + "testcookie";

    private static readonly byte[] TestCookieValue = [1];

    private readonly SessionWorkingSet _values = new(services.MaxSize);

    // The record as it is stored, and the token that leads to it. A new session has no record, and a token only once somebody needs one.
    private SessionRecord? _record;
    private SessionToken? _token;

    // What is staged until the commit.
    private Rotation _rotation;
    private List<AbandonedSession>? _abandoned;
    private SessionExpiry _expiry;
    private string? _owner;
    private string? _ownerScheme;

    // Whether the expiry is stored even if the record, which may be out of date,
    // already has it. An owner changes together with the key, so it is not.
    private bool _storesExpiry;

    private bool _isActive;

    // What the visitor came with, until that is ended or the test cookie taken away.
    private SessionValues? _brought;

    /// <inheritdoc/>
    /// <remarks>
    /// Says nothing about what the engine would answer: it is false only once loading has failed. It never loads and never throws.
    /// </remarks>
    public bool IsAvailable => !_hasFailedToLoad;

    /// <inheritdoc/>
    public string Id
    {
        get
        {
            Access();
            return Token.Key.ToString();
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Keys
    {
        get
        {
            Access();
            return _values.GetKeys();
        }
    }

    /// <inheritdoc/>
    public bool IsNew
    {
        get
        {
            Access();
            return Shown is null;
        }
    }

    /// <inheritdoc/>
    public bool IsEmpty
    {
        get
        {
            Access();
            CaptureViews();
            return Shown is null && _continued is null && !IsToBeCreated;
        }
    }

    /// <inheritdoc/>
    public bool IsAccessed { get; private set; }

    /// <inheritdoc/>
    public bool IsModified
    {
        get
        {
            Access();
            CaptureViews();
            return _values.IsModified || HasStagedChanges;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> ModifiedKeys
    {
        get
        {
            Access();
            CaptureViews();
            return _values.GetModifiedKeys();
        }
    }

    /// <inheritdoc/>
    public DateTimeOffset? Created
    {
        get
        {
            Access();
            return Shown?.Created;
        }
    }

    /// <inheritdoc/>
    public DateTimeOffset? Expires
    {
        get
        {
            MarkAccessed();
            EnsureLoaded();
            return Shown is not { } record || _expiry == record.Expiry
                ? Shown?.Expires
                : services.Options.GetExpiresAt(_expiry, services.Now, record.Deadline);
        }
    }

    /// <inheritdoc/>
    public SessionExpiry Expiry
    {
        get
        {
            Access();
            return _expiry;
        }

        set
        {
            ThrowIfUnchangeable();
            Access();
            _expiry = value;
            _storesExpiry = _values.MayBeStale;
        }
    }

    /// <inheritdoc/>
    public string? Owner
    {
        get
        {
            Access();
            return _owner;
        }

        set
        {
            if (value is { Length: 0 or > 256 })
            {
                throw new ArgumentException(
                    $"The owner of a session is an id of 1 to 256 characters, not of {value.Length}.", nameof(value));
            }

            ThrowIfUnchangeable();
            Access();
            if (value == _owner)
            {
                return;
            }

            RotateForOwner();
            if (value is not null)
            {
                ThrowIfTooLateToBegin();
            }

            _owner = value;
            _ownerScheme = null;
        }
    }

    /// <summary>Gets the time, in the whole milliseconds that records are kept in.</summary>
    public DateTimeOffset Now => services.Now;

    // The stored record, unless it is another user's, of which nothing is shown.
    private SessionRecord? Shown => _rotation is Rotation.Replacement ? null : _record;

    private SessionToken Token => _token ??= SessionToken.New();

    private bool HasStagedChanges
        => _isInDoubt
            || _rotation is not Rotation.None
            || _abandoned is not null
            || (_record is null ? IsToBeCreated : HasNewExpiry(_record) || !_record.IsOwnedBy(_owner, _ownerScheme));

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
        ThrowIfUnchangeable();
        Access();
        _values.Remove(key);
    }

    /// <inheritdoc/>
    public void Clear()
    {
        ThrowIfUnchangeable();
        Access();
        ForgetViews();
        _values.Clear();
        _brought = null;
    }

    /// <inheritdoc/>
    public TimeSpan? Peek()
    {
        var left = Expires - services.Now;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    /// <inheritdoc/>
    public void RegenerateId()
    {
        ThrowIfUnchangeable();
        Access();
        ThrowIfCannotRotate();
        if (_copy is { CanContinue: true, Closure.WasAnonymous: true } copy)
        {
            ContinueFrom(copy, Rotation.Requested);
        }
        else if (_record is not null && _rotation < Rotation.Requested)
        {
            _rotation = Rotation.Requested;
        }
    }

    /// <inheritdoc/>
    public void Abandon() => End(SessionEndCause.Abandoned);

    private void End(SessionEndCause cause)
    {
        ThrowIfUnchangeable();
        Access();
        ForgetViews();
        if (_record is not null || Copy is not null)
        {
            GiveUp(Copy?.Token ?? Token, cause);
        }

        if (_doubtfulToken is { } made)
        {
            GiveUp(made, cause);
        }

        StartOver();
    }

    /// <inheritdoc/>
    public void SetTestCookie() => SetReserved(TestCookieKey, TestCookieValue);

    /// <inheritdoc/>
    public bool TestCookieWorked()
    {
        Access();
        return _brought is not null && _brought.TryGet(TestCookieKey, out _);
    }

    /// <inheritdoc/>
    public void DeleteTestCookie()
    {
        ThrowIfUnchangeable();
        Access();
        _brought = null;
        _values.Remove(TestCookieKey);
    }

    // Goes on as a session that nobody has seen.
    private void StartOver()
    {
        IsGone = false;
        EndToStore();
        _record = null;
        _token = null;
        _copy = null;
        _continued = null;
        _isHidden = false;
        _isDeferred = false;
        _followed = null;
        _rotation = Rotation.None;
        _expiry = SessionExpiry.Default;
        _owner = null;
        _ownerScheme = null;
        _storesExpiry = false;
        _brought = null;
        _values.Reset(SessionValues.Empty);
    }

    // An owner changes together with the id, so that no copy of the cookie leads from one user's session to another's.
    private void RotateForOwner()
    {
        if (_record is null && _copy is null)
        {
            return;
        }

        if (!channel.IsRequest)
        {
            throw new InvalidOperationException(
                "The owner of a stored session can only be set in a request, because it changes together with the id in the cookie.");
        }

        RegenerateId();
    }

    // Every use but Peek: the session is wanted now, and whoever uses it is there.
    private void Access()
    {
        if (_isActive)
        {
            return;
        }

        MarkAccessed();
        EnsureLoaded();
        _isActive = true;
    }

    private void MarkAccessed()
    {
        if (!IsAccessed)
        {
            // Throws where it is too late, and each time.
            channel.OnAccessed();
            IsAccessed = true;
        }
    }

    // A session that was not stored is stored for what is there at the commit. That of a cross-site sign-in only for what was set in it.
    private bool IsToBeCreated => _record is null && (_values.HasValues || (_owner is not null && !_isDeferred));
}
