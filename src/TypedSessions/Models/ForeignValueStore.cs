using TypedSessions.Sessions;

namespace TypedSessions.Models;

/// <summary>
/// Any other <see cref="ISession"/>, ASP.NET Core's own for one. It tells nobody about changes, so everything is looked up anew each
/// time, and its commit asks nobody, so values changed in place have to be set again.
/// </summary>
internal sealed class ForeignValueStore(ISession session) : IValueStore
{
    // What each key had when it was first looked at: all there is to tell a change by.
    private readonly Dictionary<string, byte[]?> _first = new(StringComparer.Ordinal);
    private int _stamp;

    public ISession Session => session;

    public int ChangeVersion => ++_stamp;

    public bool TryGet(string key, out ReadOnlyMemory<byte> value)
    {
        var bytes = Look(key);
        value = bytes;
        return bytes is not null;
    }

    public void Set(string key, ReadOnlyMemory<byte> value)
    {
        if (Look(key) is not { } present || !present.AsSpan().SequenceEqual(value.Span))
        {
            session.Set(key, value.ToArray());
        }
    }

    public void Remove(string key)
    {
        if (Look(key) is not null)
        {
            session.Remove(key);
        }
    }

    public bool IsModified(string key)
    {
        var present = Look(key);
        var first = _first[key];
        return (present is null) != (first is null) || !present.AsSpan().SequenceEqual(first);
    }

    public void Track(ITrackedView view)
    {
    }

    private byte[]? Look(string key)
    {
        var bytes = session.TryGetValue(key, out var present) ? present : null;
        _first.TryAdd(key, bytes);
        return bytes;
    }
}
