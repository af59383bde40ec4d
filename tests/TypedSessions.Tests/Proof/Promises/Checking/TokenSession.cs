using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Checking;

/// <summary>The session to which one token leads.</summary>
/// <param name="id">
/// The hash of the token, or the whole cookie where that is the session; <see langword="null"/> if no client was shown it,
/// because the commit that made the session failed.
/// </param>
internal sealed class TokenSession(string? id)
{
    public string? Id => id;

    /// <summary>The commit that made it; <see langword="null"/> for a token that the library never sent.</summary>
    public Commit? Origin { get; set; }

    /// <summary>The session that it continues under a new token.</summary>
    public TokenSession? Parent { get; private set; }

    /// <summary>A session that it may continue: that session had no values that would prove it.</summary>
    public TokenSession? PossibleParent { get; set; }

    /// <summary>The owner, who changes only together with the token.</summary>
    public string? Owner { get; set; }

    public List<TokenSession> Children { get; } = [];

    public List<Commit> Commits { get; } = [];

    public List<Observation> Observations { get; } = [];

    /// <summary>What ended it, or may have.</summary>
    public List<Ending> Endings { get; } = [];

    /// <summary>The interactions that found it.</summary>
    public List<Interaction> Uses { get; } = [];

    /// <summary>Requests that presented its token and did not use it, where these renew it, too.</summary>
    public List<Interaction> PossibleUses { get; } = [];

    public int Generation { get; private set; }

    /// <summary>The session, the one that it continues, and so on.</summary>
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

/// <summary>How sure it is that something is stored.</summary>
internal enum Certainty
{
    Never,
    Possible,
    Certain,
}

/// <summary>What a request saw of a session.</summary>
/// <param name="By">The request, job or administrator.</param>
/// <param name="Period">When it was loaded.</param>
/// <param name="Session">The session whose token was presented.</param>
/// <param name="View">What was shown.</param>
/// <param name="IsCopy">Whether the values are those of the closed copy, from which the request continues.</param>
internal sealed record Observation(Interaction By, Period Period, TokenSession Session, View View, bool IsCopy = false)
{
    /// <summary>Whether the session was shown.</summary>
    public bool IsLive => IsCopy || !View.IsNew;

    /// <summary>The keys that the request itself had set before, so that the session's own values were not shown.</summary>
    public IReadOnlyCollection<string> HiddenKeys { get; init; } = [];
}

/// <summary>Why a session ends before its time.</summary>
internal enum EndingKind
{
    Rotated,
    Abandoned,
    Removed,
    RemovedByOwner,
}

/// <summary>The end of a session before its time.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Period">When.</param>
/// <param name="Node">The engine.</param>
/// <param name="Certainty">Whether it happened.</param>
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
