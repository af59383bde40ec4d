using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using TypedSessions.Sessions;

namespace TypedSessions.Models;

/// <summary>
/// The session of a model that was made with <c>new</c>: in memory, without a request and
/// without an engine, for unit tests of applications. <see cref="CommitAsync"/> ends a
/// pretended request: what is there becomes what is stored, and nothing is modified any more.
/// </summary>
internal sealed class DetachedSession(TimeProvider? clock = null) : ITypedSession, IValueStore
{
    private const string ReservedPrefix = "__ts.";
    private const string TestCookie = ReservedPrefix + "test-cookie";
    private const int LongestOwner = 256;

    private static readonly TimeSpan DefaultIdleTime = TimeSpan.FromDays(14);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly List<ITrackedView> _views = [];
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _values = new(StringComparer.Ordinal);
    private readonly List<object> _objects = [];
    private State? _stored;
    private string? _id;
    private string? _owner;
    private SessionExpiry _expiry;
    private int _stamp;

    public bool IsAvailable => true;

    public string Id => _id ??= RandomNumberGenerator.GetHexString(32, lowercase: true);

    public IEnumerable<string> Keys => [.. Accessed.Keys.Where(IsVisible)];

    public bool IsNew => _stored is null;

    public bool IsEmpty
    {
        get
        {
            CaptureChanges();
            return _stored is null && Accessed.Count == 0;
        }
    }

    public bool IsAccessed { get; private set; }

    public bool IsModified => ModifiedKeys.Count > 0 || _expiry != (_stored?.Expiry ?? default) || _owner != _stored?.Owner;

    public IReadOnlyCollection<string> ModifiedKeys
    {
        get
        {
            CaptureChanges();
            return [.. _values.Keys.Union(_stored?.Values.Keys ?? Enumerable.Empty<string>()).Where(key => IsVisible(key) && Differs(key))];
        }
    }

    public SessionExpiry Expiry
    {
        get => _expiry;
        set => _expiry = value;
    }

    public DateTimeOffset? Created => _stored?.Created;

    /// <summary>No time passes between the requests of a test, so an idle time (14 days by default) is always whole.</summary>
    public DateTimeOffset? Expires
        => _stored is null ? null : _expiry.Moment ?? _clock.GetUtcNow() + (_expiry.IdleTime ?? DefaultIdleTime);

    public string? Owner
    {
        get => _owner;
        set => _owner = value is null or { Length: > 0 and <= LongestOwner }
            ? value
            : throw new ArgumentException($"An owner has 1 to {LongestOwner} characters.", nameof(value));
    }

    ISession IValueStore.Session => this;

    int? IValueStore.ChangeVersion => _stamp;

    private Dictionary<string, ReadOnlyMemory<byte>> Accessed
    {
        get
        {
            IsAccessed = true;
            return _values;
        }
    }

    public Task LoadAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task CommitAsync(CancellationToken cancellationToken = default)
    {
        if (IsModified || Differs(TestCookie))
        {
            _stored = new State(new(_values, StringComparer.Ordinal), _stored?.Created ?? _clock.GetUtcNow(), _expiry, _owner);
        }

        IsAccessed = false;
        return Task.CompletedTask;
    }

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value)
    {
        value = Accessed.TryGetValue(key, out var bytes) ? bytes.ToArray() : null;
        return value is not null;
    }

    public void Set(string key, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        ReservedKeys.ThrowIfReserved(key);
        Put(key, value.ToArray());
    }

    public void Remove(string key)
    {
        if (Accessed.Remove(key))
        {
            _stamp++;
        }
    }

    public void Clear()
    {
        _views.ForEach(static view => view.Forget());
        Accessed.Clear();
        _stamp++;
    }

    public TimeSpan? Peek()
    {
        var left = Expires - _clock.GetUtcNow();
        return left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    public void RegenerateId() => _id = null;

    public void Abandon()
    {
        Clear();
        RegenerateId();
        _stored = null;
        _owner = null;
        _expiry = default;
    }

    public void SetTestCookie() => Put(TestCookie, Array.Empty<byte>());

    public bool TestCookieWorked() => Accessed.ContainsKey(TestCookie) && _stored is not null && _stored.Values.ContainsKey(TestCookie);

    public void DeleteTestCookie() => Remove(TestCookie);

    bool IValueStore.ChecksEachValue => true;

    T IValueStore.GetOrAdd<T>(Func<ISession, T> create)
    {
        var found = _objects.OfType<T>().FirstOrDefault() ?? create(this);
        _objects.Add(found);
        return found;
    }

    void IValueStore.Remove(ValueKey key) => Remove(key.Text);

    bool IValueStore.TryGet(ValueKey key, out ReadOnlyMemory<byte> value) => Accessed.TryGetValue(key.Text, out value);

    void IValueStore.Set(ValueKey key, ReadOnlyMemory<byte> value)
    {
        ReservedKeys.ThrowIfReserved(key.Text);
        Put(key.Text, value);
    }

    bool IValueStore.IsModified(ValueKey key) => Differs(key.Text);

    void IValueStore.Track(ITrackedView view) => _views.Add(view);

    private static bool IsVisible(string key) => !key.StartsWith(ReservedPrefix, StringComparison.Ordinal);

    private void Put(string key, ReadOnlyMemory<byte> value)
    {
        if (!Accessed.TryGetValue(key, out var present) || !present.Span.SequenceEqual(value.Span))
        {
            _values[key] = value;
            _stamp++;
        }
    }

    private bool Differs(string key)
    {
        ReadOnlyMemory<byte> stored = default;
        var isStored = _stored is not null && _stored.Values.TryGetValue(key, out stored);
        return _values.TryGetValue(key, out var present) != isStored || !present.Span.SequenceEqual(stored.Span);
    }

    private void CaptureChanges() => _views.ForEach(static view => view.CaptureChanges(skipsUnstorable: false));

    private sealed record State(
        Dictionary<string, ReadOnlyMemory<byte>> Values, DateTimeOffset Created, SessionExpiry Expiry, string? Owner);
}
