using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>What is promised of the sessions that are stored, in the plainest words.</summary>
internal sealed class Promises(TimeProvider clock)
{
    private readonly Dictionary<SessionKey, PromisedSession> _sessions = [];

    /// <summary>All keys that anybody ever stored something under.</summary>
    public HashSet<SessionKey> Keys { get; } = [];

    /// <summary>How often something was written: tells which of two commits was the later one.</summary>
    public int Writes { get; set; }

    public PromisedSession? Find(SessionKey key)
        => _sessions.TryGetValue(key, out var session) && session.Expires > clock.GetUtcNow() ? session : null;

    public void Begin(SessionKey key, PromisedSession session)
    {
        _sessions.Add(key, session);
        Keys.Add(key);
    }

    public void Move(SessionKey key, SessionKey newKey, PromisedSession session)
    {
        End(key);
        Begin(newKey, session);
    }

    public void End(SessionKey key) => _sessions.Remove(key);
}

/// <summary>A session that is promised to be stored.</summary>
internal sealed class PromisedSession
{
    public Dictionary<string, string> Values { get; init; } = [];

    public string? Owner { get; set; }

    /// <summary>After what time without activity it ends.</summary>
    public TimeSpan Window { get; set; }

    public DateTimeOffset Expires { get; set; }

    public override string ToString() => $"{Shown.Of(Values)} owner={Owner}";
}
