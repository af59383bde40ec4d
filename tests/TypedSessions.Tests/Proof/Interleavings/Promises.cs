using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>A simple model of the sessions that must be stored.</summary>
internal sealed class Promises(TimeProvider clock)
{
    private readonly Dictionary<SessionKey, PromisedSession> _sessions = [];
    private readonly Dictionary<SessionKey, PromisedCopy> _copies = [];

    /// <summary>All keys that were ever used.</summary>
    public HashSet<SessionKey> Keys { get; } = [];

    /// <summary>The requested ends of sessions, including those that continued from them.</summary>
    public List<PromisedEnd> Ends { get; } = [];

    /// <summary>The number of writes so far, which orders commits.</summary>
    public int Writes { get; set; }

    public PromisedSession? Find(SessionKey key)
        => _sessions.TryGetValue(key, out var session) && session.ExpiresAt > clock.GetUtcNow() ? session : null;

    public PromisedCopy? FindCopy(SessionKey key)
        => _copies.TryGetValue(key, out var copy) && copy.ExpiresAt > clock.GetUtcNow() ? copy : null;

    /// <summary>Returns whether a closed copy has expired, so that nothing continues from it.</summary>
    public bool HasEnded(SessionKey key) => _copies.ContainsKey(key) && FindCopy(key) is null;

    public void Begin(SessionKey key, PromisedSession session)
    {
        _sessions.Add(key, session);
        Keys.Add(key);
    }

    /// <summary>Rotates a session and leaves a closed copy under the previous key.</summary>
    public void Move(SessionKey key, SessionKey newKey, PromisedSession session)
    {
        _copies[key] = new PromisedCopy(new(session.Values), session.Owner, session.Window, clock.GetUtcNow() + PromisedCopy.Grace)
        {
            Successors = { newKey },
        };
        End(key);
        Begin(newKey, session);
    }

    /// <summary>Replaces a session by one of another user and leaves a closed copy without values under the previous key.</summary>
    public void Replace(SessionKey key, SessionKey newKey, PromisedSession before, PromisedSession session)
    {
        _copies[key] = new PromisedCopy([], before.Owner, before.Window, clock.GetUtcNow() + PromisedCopy.Grace)
        {
            Successors = { newKey },
        };
        End(key);
        Begin(newKey, session);
    }

    public void End(SessionKey key) => _sessions.Remove(key);

    /// <summary>Returns a key and the keys of all sessions that continued from it.</summary>
    public IEnumerable<SessionKey> Chain(SessionKey key)
        => _copies.TryGetValue(key, out var copy) ? copy.Successors.SelectMany(Chain).Prepend(key) : [key];

    /// <summary>Returns the key of the last session in the chain of rotations from a key.</summary>
    public SessionKey Replacement(SessionKey key) => _copies.TryGetValue(key, out var copy) ? Replacement(copy.Successors[0]) : key;

    /// <summary>Describes the record under a key; <see langword="null"/> for none.</summary>
    public string? Show(SessionKey key) => Find(key)?.ToString() ?? FindCopy(key)?.ToString();
}

/// <summary>A session that must be stored.</summary>
internal sealed class PromisedSession
{
    public Dictionary<string, string> Values { get; init; } = [];

    public string? Owner { get; set; }

    /// <summary>The time without activity after which the session expires.</summary>
    public TimeSpan Window { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public override string ToString() => $"{ResultFormatter.Format(Values)} owner={Owner}";
}

/// <summary>The closed copy under the previous key of a rotated session.</summary>
internal sealed record PromisedCopy(Dictionary<string, string> Values, string? Owner, TimeSpan Window, DateTimeOffset ExpiresAt)
{
    public const int MaxSuccessors = 8;

    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    public List<SessionKey> Successors { get; } = [];

    public override string ToString() => $"{ResultFormatter.Format(Values)} owner={ResultFormatter.FormatClosedCopy(Owner, Successors)}";
}

/// <summary>The requested end of a session and of those that continued from it.</summary>
/// <param name="Key">The key of the session.</param>
/// <param name="MayEnd">Returns whether a session that continued from it must be ended.</param>
internal sealed record PromisedEnd(SessionKey Key, Func<PromisedSession, bool> MayEnd)
{
    /// <summary>
    /// Whether sessions may remain: a session from which others can continue may be alive, or a copy in the chain had expired.
    /// </summary>
    public bool IsPartial { get; set; }
}
