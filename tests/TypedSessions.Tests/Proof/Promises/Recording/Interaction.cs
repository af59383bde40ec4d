using System.Collections.Concurrent;

namespace TypedSessions.Tests.Proof.Promises.Recording;

/// <summary>The kind of user of a session.</summary>
internal enum InteractionKind
{
    /// <summary>A request of a browser.</summary>
    Request,

    /// <summary>A job that opens and saves a session.</summary>
    Job,

    /// <summary>An administrator who reads a stored session.</summary>
    Find,
}

/// <summary>The outcome of an interaction for its client.</summary>
internal enum Outcome
{
    /// <summary>All changes were acknowledged.</summary>
    Saved,

    /// <summary>The session was reported as ended, so the changes are discarded.</summary>
    Gone,

    /// <summary>The engine was reported as unavailable or the connection was aborted, so the outcome is unknown.</summary>
    Failed,

    /// <summary>The application's code failed, so nothing may be stored.</summary>
    Discarded,

    /// <summary>Any other outcome, which no promise allows.</summary>
    Unexpected,
}

/// <summary>A request or job with its tokens, operations, observations and outcome.</summary>
internal sealed class Interaction(int number, InteractionKind kind, int node, IReadOnlyList<string> tokens)
{
    /// <summary>A cookie that is not a well-formed token.</summary>
    public const string MalformedToken = "malformed";

    public int Number => number;

    public InteractionKind Kind => kind;

    /// <summary>The engine that served it. An engine always reads its own commits.</summary>
    public int Node => node;

    /// <summary>The presented tokens.</summary>
    public IReadOnlyList<string> Tokens => tokens;

    /// <summary>Whether it renews the session.</summary>
    public bool IsActivity { get; init; } = true;

    /// <summary>Whether changes that are discarded because the session has ended are reported.</summary>
    public bool ReportsGone { get; init; } = true;

    public Period Period { get; set; }

    /// <summary>The period of the load.</summary>
    public Period Loading { get; set; }

    /// <summary>The period of the last commit.</summary>
    public Period Saving { get; set; }

    public List<Step> Steps { get; } = [];

    public Outcome Outcome { get; set; }

    /// <summary>The status or the exception.</summary>
    public string Answer { get; set; } = "";

    /// <summary>The sent token.</summary>
    public string? Received { get; set; }

    /// <summary>The lifetime of the cookie; <see langword="null"/> until the browser closes.</summary>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>Whether the response deleted the cookie.</summary>
    public bool DeletesCookie { get; set; }

    /// <summary>Whether the response is marked as private to its visitor, with <c>Vary: Cookie</c>.</summary>
    public bool IsPrivate { get; set; }

    /// <summary>The calls of the engine.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>The sent token if it was not presented.</summary>
    public string? NewToken => Received is { } token && !Tokens.Contains(token) ? token : null;

    /// <summary>Whether it set an expiry that had passed, which ends the session.</summary>
    public bool EndsByExpiry
        => Steps.Exists(static step => step.Operation is Operation.SetExpiry { Expiry.ExpiresAt: { } end } && end <= step.Period.To);

    /// <summary>Ends the interaction and its last commit.</summary>
    public void Complete(History history)
    {
        Period = history.End(Period);
        Saving = Saving.End == 0 ? Period : Saving with { End = Period.End, To = Period.To };
    }

    public bool Does<T>()
        where T : Operation => Steps.Exists(static step => step.Operation is T);

    public override string ToString()
    {
        var presented = Tokens.Count == 0 ? "nothing" : string.Join(", ", Tokens.Select(Shorten));
        var cookie = DeletesCookie ? ", deletes the cookie" : Received is null ? "" : $", sends {Shorten(Received)}";
        var where = $"{Kind} {Number} on engine {Node} {Period}";
        return $"{where} with {presented}: {string.Join("; ", Steps)} → {Outcome} {Answer}{cookie}, saved {Saving}";
    }

    private static string Shorten(string token) => token.Length <= 8 ? token : $"{token[..4]}…{token[^4..]}";
}
