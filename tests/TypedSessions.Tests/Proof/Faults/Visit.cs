namespace TypedSessions.Tests.Proof.Faults;

/// <summary>A kind of request with its preconditions.</summary>
/// <param name="Name">The name of the operation.</param>
/// <param name="Path">An endpoint of <see cref="FaultSite"/>, or a method of its hub.</param>
internal sealed record Visit(string Name, string Path)
{
    /// <summary>Whether the visitor has no session yet.</summary>
    public bool IsFirst { get; init; }

    /// <summary>
    /// Whether the request has the previous id after another request has rotated the session, like a form that is submitted twice.
    /// </summary>
    public bool IsLate { get; init; }

    /// <summary>The time since the visitor's last request.</summary>
    public TimeSpan After { get; init; }

    /// <summary>Whether the visit is a call of the hub.</summary>
    public bool IsToHub { get; init; }

    /// <summary>
    /// Whether the handler commits and then changes more, so that a failure may leave the first changes, and the browser receives the
    /// cookie.
    /// </summary>
    public bool CommitsExplicitly { get; init; }

    /// <summary>Whether the handler catches the failure of its commit, so that all changes are committed again.</summary>
    public bool Insists { get; init; }

    /// <summary>Whether the handler loads the session synchronously, so that its load is not cancelled.</summary>
    public bool LoadsSynchronously { get; init; }

    /// <summary>Whether the response has a body. Writing it throws if the commit fails, and the server sends no cookie.</summary>
    public bool HasBody { get; init; }

    /// <summary>Whether the handler cancels its commit when the client disconnects.</summary>
    public bool IsCancelledWithClient { get; init; }

    /// <summary>
    /// Whether two records are changed, which no engine does in a transaction: the new one is created before the old one ends.
    /// </summary>
    public bool ReplacesRecord { get; init; }

    /// <summary>Whether the visit needs a record on the server, to change it after the response has started or to find it by key.</summary>
    public bool NeedsServer { get; init; }

    /// <summary>Whether another kind makes the same engine calls in another request.</summary>
    public bool IsSameBelow { get; init; }

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<Visit> All { get; } =
    [
        new("first visit", "/begin") { IsFirst = true },
        new("first visit, with a body", "/begin-with-body") { IsFirst = true, IsSameBelow = true },
        new("first visit that signs in", "/sign-in") { IsFirst = true, IsSameBelow = true },
        new("read", "/read"),
        new("read that renews", "/read") { After = TimeSpan.FromDays(5) },
        new("change", "/change"),
        new("change, unannounced", "/raw-change") { LoadsSynchronously = true },
        new("change that renews", "/change") { After = TimeSpan.FromDays(5), IsSameBelow = true },
        new("equal value", "/equal"),
        new("new id", "/rotate"),
        new("new id and nothing else", "/rotate-only") { IsSameBelow = true },
        new("sign-in", "/sign-in") { IsSameBelow = true },
        new("redirect without a body", "/redirect") { IsSameBelow = true },
        new("late new id", "/rotate") { IsLate = true, NeedsServer = true },
        new("late new id that insists", "/insist-on-rotation") { IsLate = true, NeedsServer = true, Insists = true, IsSameBelow = true },
        new("late change", "/change") { IsLate = true, NeedsServer = true },
        new("late abandon", "/abandon") { IsLate = true, NeedsServer = true },
        new("abandon", "/abandon"),
        new("begin again", "/begin-again") { ReplacesRecord = true },
        new("end now", "/expire"),
        new("end sooner", "/shorten") { IsSameBelow = true },
        new("first visit with an explicit commit and later changes", "/commit") { IsFirst = true, CommitsExplicitly = true },
        new("explicit commit and later changes", "/commit") { CommitsExplicitly = true },
        new("explicit rotation and later changes", "/rotate-by-hand") { CommitsExplicitly = true },
        new("explicit rotation, then a body", "/rotate-by-hand-with-body") { CommitsExplicitly = true, HasBody = true, IsSameBelow = true },
        new("explicit commit, cancelled by a disconnect", "/commit-cancellable") { IsCancelledWithClient = true, IsSameBelow = true },
        new("first visit that insists", "/insist") { IsFirst = true, Insists = true },
        new("change that insists", "/insist") { Insists = true },
        new("new id that insists", "/insist-on-rotation") { Insists = true },
        new("abandon that insists", "/insist-on-end") { Insists = true },
        new("change after the response has started", "/stream") { NeedsServer = true },
        new("job", "/job") { NeedsServer = true, IsSameBelow = true },
        new("hub", "Change") { NeedsServer = true, IsToHub = true, IsSameBelow = true },
    ];
}
