namespace TypedSessions.Tests.Proof.ModelBased.Reference;

/// <summary>Where the model keeps sessions: all of them, or those that one request brought along.</summary>
/// <param name="now">The time.</param>
/// <param name="leavesCopies">Whether a rotation leaves a closed copy.</param>
internal sealed class Shelf(Func<DateTimeOffset> now, bool leavesCopies)
{
    private readonly Dictionary<Name, Kept> _records = [];

    /// <summary>The sessions, without closed copies.</summary>
    public IEnumerable<Kept> Sessions => _records.Values.Where(record => IsLive(record) && record.Closing is null);

    public int ExpiredCount => _records.Values.Count(record => !IsLive(record));

    /// <summary>A session or a closed copy.</summary>
    public Kept? Find(Name name) => _records.TryGetValue(name, out var record) && IsLive(record) ? record : null;

    public bool TryAdd(Name name, Kept session) => _records.TryAdd(name, session);

    /// <summary>Removes a session. A closed copy stays.</summary>
    /// <returns>Whether there was a session.</returns>
    public bool Remove(Name name)
        => _records.TryGetValue(name, out var record) && record.Closing is null && _records.Remove(name) && IsLive(record);

    public void Clear() => _records.Clear();

    /// <summary>Puts changes on top of what is kept now, whoever changed it meanwhile.</summary>
    /// <returns>The session as it is now; <see langword="null"/> when it is gone.</returns>
    public Kept? Update(Name name, Kept loaded, Delta delta)
    {
        if (Find(name) is not { Closing: null } current)
        {
            return null;
        }

        // Who wrote meanwhile has renewed it already.
        return delta.IsTouch && current.Version != loaded.Version
            ? current
            : _records[name] = delta.ApplyTo(current, loaded, rotates: false);
    }

    /// <summary>
    /// The same under a new name. Of several who rotate a session one does; a closed copy takes so many who continue from it, and no more.
    /// </summary>
    /// <returns>The session as it is now, or <see langword="null"/>; and then the closed copy, if that is what there is.</returns>
    public (Kept? Session, Kept? Closed) Rotate(Name name, Name newName, Kept loaded, Delta delta)
    {
        if (Find(name) is not { } current)
        {
            return default;
        }

        if (current.Closing is { } closing && (loaded.Closing is null || closing.Successors.Count == Closing.MaxSuccessors))
        {
            return (null, current);
        }

        _records[newName] = delta.ApplyTo(current, loaded, rotates: true);
        if (current.Closing is { } others)
        {
            _records[name] = current with { Version = current.Version + 1, Closing = others with { Successors = others.Successors.Add(newName) } };
        }
        else if (leavesCopies)
        {
            _records[name] = current.Close(newName, WholeMilliseconds(now()));
        }
        else
        {
            _records.Remove(name);
        }

        return (_records[newName], null);
    }

    public int RemoveOwnedBy(string owner)
    {
        var owned = _records.Where(pair => IsLive(pair.Value) && pair.Value.Owner == owner).Select(pair => pair.Key).ToArray();
        Array.ForEach(owned, name => _records.Remove(name));
        return owned.Length;
    }

    public int RemoveExpired()
    {
        var expired = _records.Where(pair => !IsLive(pair.Value)).Select(pair => pair.Key).ToArray();
        Array.ForEach(expired, name => _records.Remove(name));
        return expired.Length;
    }

    private static DateTimeOffset WholeMilliseconds(DateTimeOffset time)
        => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private bool IsLive(Kept record) => record.ExpiresAt > now();
}
