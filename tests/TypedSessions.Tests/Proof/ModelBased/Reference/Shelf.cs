namespace TypedSessions.Tests.Proof.ModelBased.Reference;

/// <summary>Where the model keeps sessions: all of them, or those that one request brought along.</summary>
internal sealed class Shelf(Func<DateTimeOffset> now)
{
    private readonly Dictionary<Name, Kept> _sessions = [];

    public IEnumerable<Kept> Live => _sessions.Values.Where(IsLive);

    public int ExpiredCount => _sessions.Values.Count(session => !IsLive(session));

    public Kept? Find(Name name) => _sessions.TryGetValue(name, out var session) && IsLive(session) ? session : null;

    public bool TryAdd(Name name, Kept session) => _sessions.TryAdd(name, session);

    public void Remove(Name name) => _sessions.Remove(name);

    public void Clear() => _sessions.Clear();

    /// <summary>Puts changes on top of what is kept now, whoever changed it meanwhile.</summary>
    /// <returns>The session as it is now; <see langword="null"/> when it is gone.</returns>
    public Kept? Update(Name name, Kept loaded, Delta delta)
    {
        if (Find(name) is not { } current)
        {
            return null;
        }

        // Who wrote meanwhile has renewed it already.
        return delta.IsTouch && current.Version != loaded.Version ? current : _sessions[name] = delta.ApplyTo(current, loaded, rotates: false);
    }

    /// <summary>The same under a new name.</summary>
    public Kept? Rotate(Name name, Name newName, Kept loaded, Delta delta)
    {
        if (Find(name) is not { } current)
        {
            return null;
        }

        _sessions.Remove(name);
        return _sessions[newName] = delta.ApplyTo(current, loaded, rotates: true);
    }

    public int RemoveOwnedBy(string owner)
    {
        var owned = _sessions.Where(pair => IsLive(pair.Value) && pair.Value.Owner == owner).Select(pair => pair.Key).ToArray();
        Array.ForEach(owned, name => _sessions.Remove(name));
        return owned.Length;
    }

    public int RemoveExpired()
    {
        var expired = _sessions.Where(pair => !IsLive(pair.Value)).Select(pair => pair.Key).ToArray();
        Array.ForEach(expired, name => _sessions.Remove(name));
        return expired.Length;
    }

    private bool IsLive(Kept session) => session.Expires > now();
}
