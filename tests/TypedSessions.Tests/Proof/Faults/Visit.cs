namespace TypedSessions.Tests.Proof.Faults;

/// <summary>One kind of request, and what came before it.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Path">Its target: an endpoint of <see cref="FaultSite"/>, or a method of its hub.</param>
internal sealed record Visit(string Name, string Path)
{
    /// <summary>Whether the visitor has no session yet.</summary>
    public bool IsFirst { get; init; }

    /// <summary>
    /// Whether the request carries an old id after another request has rotated the session: a form that was submitted twice.
    /// </summary>
    public bool IsLate { get; init; }

    /// <summary>The time since the visitor's last request.</summary>
    public TimeSpan After { get; init; }

    /// <summary>Whether it goes to the hub.</summary>
    public bool IsToHub { get; init; }

    /// <summary>
    /// Whether the handler itself commits first and then changes more, so that a
    /// failure may leave the first half, and the browser gets its cookie.
    /// </summary>
    public bool CommitsByHand { get; init; }

    /// <summary>Whether the handler catches the failure of its commit, and has everything committed once more.</summary>
    public bool Insists { get; init; }

    /// <summary>Whether the handler reaches for the session unannounced, so that its load is not cancelled.</summary>
    public bool LoadsSynchronously { get; init; }

    /// <summary>Whether there is a body. Its write throws if the commit fails, and the server sends no cookie.</summary>
    public bool HasBody { get; init; }

    /// <summary>Whether the handler has its commit cancelled when the client leaves.</summary>
    public bool IsCancelledWithClient { get; init; }

    /// <summary>
    /// Whether two records are changed, for which no engine has a transaction: the new one is made before the old one ends.
    /// </summary>
    public bool ReplacesRecord { get; init; }

    /// <summary>Whether it needs a record on the server: to change it after the response has started, or to find it by its key.</summary>
    public bool NeedsServer { get; init; }

    /// <summary>Whether another kind makes the same engine calls, and only the request differs.</summary>
    public bool IsSameBelow { get; init; }

    /// <summary>Every kind.</summary>
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
        new("first visit that commits by hand and goes on", "/commit") { IsFirst = true, CommitsByHand = true },
        new("commit by hand and go on", "/commit") { CommitsByHand = true },
        new("new id by hand and go on", "/rotate-by-hand") { CommitsByHand = true },
        new("new id by hand, and then a body", "/rotate-by-hand-with-body") { CommitsByHand = true, HasBody = true, IsSameBelow = true },
        new("commit by hand, as long as the client stays", "/commit-cancellable") { IsCancelledWithClient = true, IsSameBelow = true },
        new("first visit that insists", "/insist") { IsFirst = true, Insists = true },
        new("change that insists", "/insist") { Insists = true },
        new("new id that insists", "/insist-on-rotation") { Insists = true },
        new("abandon that insists", "/insist-on-end") { Insists = true },
        new("change after the response has started", "/stream") { NeedsServer = true },
        new("job", "/job") { NeedsServer = true, IsSameBelow = true },
        new("hub", "Change") { NeedsServer = true, IsToHub = true, IsSameBelow = true },
    ];
}
