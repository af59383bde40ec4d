using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>What is promised of the sessions that are stored, in the plainest words.</summary>
internal sealed class Promises(TimeProvider clock)
{
    private readonly Dictionary<SessionKey, PromisedSession> _sessions = [];
    private readonly Dictionary<SessionKey, PromisedCopy> _copies = [];

    /// <summary>All keys that were ever used.</summary>
    public HashSet<SessionKey> Keys { get; } = [];

    /// <summary>What was to be ended, with everything that continued from it.</summary>
    public List<PromisedEnd> Ends { get; } = [];

    /// <summary>The number of writes so far: shows which of two commits was the later one.</summary>
    public int Writes { get; set; }

    public PromisedSession? Find(SessionKey key)
        => _sessions.TryGetValue(key, out var session) && session.ExpiresAt > clock.GetUtcNow() ? session : null;

    public PromisedCopy? FindCopy(SessionKey key)
        => _copies.TryGetValue(key, out var copy) && copy.ExpiresAt > clock.GetUtcNow() ? copy : null;

    /// <summary>Whether a closed copy has ended by its time, so that nothing leads on from it.</summary>
    public bool HasEnded(SessionKey key) => _copies.ContainsKey(key) && FindCopy(key) is null;

    public void Begin(SessionKey key, PromisedSession session)
    {
        _sessions.Add(key, session);
        Keys.Add(key);
    }

    /// <summary>Gives a session a new key, and leaves a closed copy under the old one.</summary>
    public void Move(SessionKey key, SessionKey newKey, PromisedSession session)
    {
        _copies[key] = new PromisedCopy(new(session.Values), session.Owner, session.Window, clock.GetUtcNow() + PromisedCopy.Grace)
        {
            Successors = { newKey },
        };
        End(key);
        Begin(newKey, session);
    }

    /// <summary>Begins another user's session in place of one, and leaves a closed copy without values under the old key.</summary>
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

    /// <summary>The keys of what continued from a key, to the end of each chain, and the key itself.</summary>
    public IEnumerable<SessionKey> Chain(SessionKey key)
        => _copies.TryGetValue(key, out var copy) ? copy.Successors.SelectMany(Chain).Prepend(key) : [key];

    /// <summary>The key of the session that replaced the one under a key, at the end of the chain.</summary>
    public SessionKey Replacement(SessionKey key) => _copies.TryGetValue(key, out var copy) ? Replacement(copy.Successors[0]) : key;

    /// <summary>What is stored under a key; <see langword="null"/> for nothing.</summary>
    public string? Show(SessionKey key) => Find(key)?.ToString() ?? FindCopy(key)?.ToString();
}

/// <summary>A session that is promised to be stored.</summary>
internal sealed class PromisedSession
{
    public Dictionary<string, string> Values { get; init; } = [];

    public string? Owner { get; set; }

    /// <summary>After what time without activity it ends.</summary>
    public TimeSpan Window { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public override string ToString() => $"{Shown.Format(Values)} owner={Owner}";
}

/// <summary>What is left under the old key of a session that got a new one.</summary>
internal sealed record PromisedCopy(Dictionary<string, string> Values, string? Owner, TimeSpan Window, DateTimeOffset ExpiresAt)
{
    public const int MaxSuccessors = 8;

    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    public List<SessionKey> Successors { get; } = [];

    public override string ToString() => $"{Shown.Format(Values)} owner={Shown.Closed(Owner, Successors)}";
}

/// <summary>That a session is to be ended, and all that continued from it.</summary>
/// <param name="Key">Its key.</param>
/// <param name="MayEnd">Whether one that continued from it is to be ended.</param>
internal sealed record PromisedEnd(SessionKey Key, Func<PromisedSession, bool> MayEnd)
{
    /// <summary>
    /// Whether others may be left: one of them may live, from which they can continue, or a copy on the way to them had ended by its time.
    /// </summary>
    public bool IsPartial { get; set; }
}
