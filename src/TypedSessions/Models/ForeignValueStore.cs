using TypedSessions.Sessions;

namespace TypedSessions.Models;

/// <summary>
/// The values of any other <see cref="ISession"/>, such as ASP.NET Core's own. It does not report changes, so values are compared at each
/// use. Its commit does not call views, so values that were changed in place have to be set again.
/// </summary>
internal sealed class ForeignValueStore(ISession session) : IValueStore
{
    // The first value of each key that was used, which counts as the stored one.
    private readonly Dictionary<string, byte[]?> _first = new(StringComparer.Ordinal);

    public ISession Session => session;

    public int ChangeVersion => IValueStore.UnknownVersion;

    public IEnumerable<string> ModifiedKeys => _first.Keys.ToArray().Where(key => IsModified(key));

    public bool TryGet(ValueKey key, out ReadOnlyMemory<byte> value)
    {
        var bytes = Get(key);
        value = bytes;
        return bytes is not null;
    }

    public void Set(ValueKey key, ReadOnlyMemory<byte> value, SessionValueMerge? merge = null)
    {
        if (Get(key) is not { } current || !current.AsSpan().SequenceEqual(value.Span))
        {
            session.Set(key.Text, value.ToArray());
        }
    }

    public void Remove(ValueKey key, SessionValueMerge? merge = null)
    {
        if (Get(key) is not null)
        {
            session.Remove(key.Text);
        }
    }

    public bool IsModified(ValueKey key)
    {
        var current = Get(key);
        var first = _first[key.Text];
        return (current is null) != (first is null) || !current.AsSpan().SequenceEqual(first);
    }

    public void Track(ITrackedView view)
    {
    }

    private byte[]? Get(ValueKey key)
    {
        var bytes = session.TryGetValue(key.Text, out var current) ? current : null;
        _first.TryAdd(key.Text, bytes);
        return bytes;
    }
}
