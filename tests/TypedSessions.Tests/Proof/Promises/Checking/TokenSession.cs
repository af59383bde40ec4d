using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Checking;

/// <summary>The session of one token.</summary>
/// <param name="id">
/// The hash of the token, or the cookie of a session in cookies; <see langword="null"/> if no client has received it, because the commit
/// that created the session failed.
/// </param>
internal sealed class TokenSession(string? id)
{
    public string? Id => id;

    /// <summary>The commit that created it; <see langword="null"/> for a token that the library never sent.</summary>
    public Commit? Origin { get; set; }

    /// <summary>The session that it continues under a new token.</summary>
    public TokenSession? Parent { get; private set; }

    /// <summary>A session that it may continue, which had no values to prove it.</summary>
    public TokenSession? PossibleParent { get; set; }

    /// <summary>The owner, who changes only together with the token.</summary>
    public string? Owner { get; set; }

    public List<TokenSession> Children { get; } = [];

    public List<Commit> Commits { get; } = [];

    public List<Observation> Observations { get; } = [];

    /// <summary>The certain and possible ends.</summary>
    public List<Ending> Endings { get; } = [];

    /// <summary>The interactions that found it.</summary>
    public List<Interaction> Uses { get; } = [];

    /// <summary>Requests with its token that did not use it but renewed it.</summary>
    public List<Interaction> PossibleUses { get; } = [];

    public int Generation { get; private set; }

    /// <summary>Returns the session and all sessions that it continues.</summary>
    public IEnumerable<TokenSession> Path
    {
        get
        {
            for (var session = this; session is not null; session = session.Parent)
            {
                yield return session;
            }
        }
    }

    public IEnumerable<Commit> PathCommits => Path.SelectMany(static session => session.Commits);

    public TokenSession Root => Path.Last();

    public void Continue(TokenSession parent)
    {
        Parent = parent;
        Generation = parent.Generation + 1;
        parent.Children.Add(this);
    }
}

/// <summary>The certainty that a change is stored.</summary>
internal enum Certainty
{
    Never,
    Possible,
    Certain,
}

/// <summary>An observation of a session.</summary>
/// <param name="By">The request, job or administrator.</param>
/// <param name="Period">The period of the load.</param>
/// <param name="Session">The session of the presented token.</param>
/// <param name="View">The observed values.</param>
/// <param name="IsCopy">Whether the values are those of the closed copy from which the request continues.</param>
internal sealed record Observation(Interaction By, Period Period, TokenSession Session, View View, bool IsCopy = false)
{
    /// <summary>Whether the session was found.</summary>
    public bool IsLive => IsCopy || !View.IsNew;

    /// <summary>The keys that the request had set before, which hide the stored values.</summary>
    public IReadOnlyCollection<string> HiddenKeys { get; init; } = [];
}

/// <summary>The cause of a session's end before its expiry.</summary>
internal enum EndingKind
{
    Rotated,
    Abandoned,
    Removed,
    RemovedByOwner,
}

/// <summary>The end of a session before its expiry.</summary>
/// <param name="Kind">The cause.</param>
/// <param name="Period">The period.</param>
/// <param name="Node">The engine.</param>
/// <param name="Certainty">The certainty of the end.</param>
/// <param name="Owner">The owner of the session.</param>
/// <param name="By">The interaction or removal.</param>
internal sealed record Ending(EndingKind Kind, Period Period, int Node, Certainty Certainty, string? Owner, object By)
{
    /// <summary>Returns whether the end of a session also ends one that continued from it.</summary>
    public bool IncludesContinuation(TokenSession continuation) => Kind switch
    {
        EndingKind.Rotated => false,
        EndingKind.Removed => Owner is null || continuation.Owner == Owner,
        _ => continuation.Owner == Owner,
    };
}
