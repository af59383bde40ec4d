using System.Text;
using Microsoft.AspNetCore.Http;
using TypedSessions.Sessions;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Models;

/// <summary>A value store that counts the calls of a view.</summary>
internal sealed class CountingValues : IValueStore, ISession
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _values = [];
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _stored = [];
    private readonly List<object> _objects = [];

    public int Reads { get; private set; }

    public List<string> Writes { get; } = [];

    public List<string> Unreadable { get; } = [];

    public List<ITrackedView> Tracked { get; } = [];

    public Exception? Refusal { get; set; }

    public int ChangeVersion { get; private set; } = 0;

    public ISession Session => this;

    public bool IsAvailable => true;

    public string Id => "counting";

    public IEnumerable<string> Keys => _values.Keys;

    public IEnumerable<string> ModifiedKeys => [.. _values.Keys.Union(_stored.Keys).Where(key => IsModified(key))];

    /// <summary>Sets a value as another session model or code that uses <c>ISession</c> would.</summary>
    public void SetByOthers(string key, byte[] value)
    {
        _values[key] = value;
        ChangeVersion++;
    }

    public void SetByOthers(string key, string value) => SetByOthers(key, Encoding.UTF8.GetBytes(value));

    public void RemoveByOthers(string key)
    {
        _values.Remove(key);
        ChangeVersion++;
    }

    /// <summary>Makes the current values the stored ones.</summary>
    public void Commit()
    {
        _stored.Clear();
        foreach (var (key, value) in _values)
        {
            _stored[key] = value;
        }
    }

    public byte[]? Stored(string key) => _values.TryGetValue(key, out var value) ? value.ToArray() : null;

    public string? StoredText(string key) => Stored(key) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public bool TryGet(ValueKey key, out ReadOnlyMemory<byte> value)
    {
        Reads++;
        return _values.TryGetValue(key.Text, out value);
    }

    public void Set(ValueKey key, ReadOnlyMemory<byte> value, SessionValueMerge? merge = null)
    {
        if (Refusal is not null)
        {
            throw Refusal;
        }

        Writes.Add(key.Text);
        _values[key.Text] = value;
        ChangeVersion++;
    }

    public void Remove(ValueKey key, SessionValueMerge? merge = null) => Remove(key.Text);

    public void Remove(string key)
    {
        if (_values.Remove(key))
        {
            Writes.Add("-" + key);
            ChangeVersion++;
        }
    }

    public bool IsModified(ValueKey key)
    {
        var isStored = _stored.TryGetValue(key.Text, out var stored);
        return _values.TryGetValue(key.Text, out var value) != isStored || !value.Span.SequenceEqual(stored.Span);
    }

    public void Track(ITrackedView view) => Tracked.Add(view);

    public void ReportUnreadable(string key, Exception exception) => Unreadable.Add(key);

    public T GetOrAdd<T>(Func<ISession, T> create)
        where T : class
    {
        var found = _objects.OfType<T>().FirstOrDefault() ?? create(this);
        _objects.Add(found);
        return found;
    }

    public Task LoadAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task CommitAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public bool TryGetValue(string key, out byte[] value)
    {
        value = Stored(key)!;
        return value is not null;
    }

    void ISession.Set(string key, byte[] value) => SetByOthers(key, value);

    void ISession.Clear() => _values.Clear();
}
