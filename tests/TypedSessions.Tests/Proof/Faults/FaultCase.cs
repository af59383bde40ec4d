namespace TypedSessions.Tests.Proof.Faults;

/// <summary>A visit with a fault in one call.</summary>
internal sealed class FaultCase(FaultSite site, FaultPlan plan, int call, Fault fault)
{
    private readonly List<string> _problems = [];
    private readonly Visitor _visitor = new(site);
    private bool _hadCookies;
    private int _orphans;

    /// <summary>Whether the session is available while the calls of this layer fail.</summary>
    public bool IsForgiven { get; init; }

    /// <summary>Whether the site can detect that a failure is permanent.</summary>
    public bool ReportsRefusals { get; init; }

    /// <summary>Whether the engine retries idempotent calls.</summary>
    public bool RepeatsReads { get; init; }

    /// <summary>Whether rotations are atomic.</summary>
    public bool IsAtomic { get; init; } = true;

    private Visit Visit => plan.Visit;

    private bool IsLeft => fault is Fault.ClientLeavesBefore or Fault.ClientLeavesAfter;

    // Whether the change may be stored although no success was reported.
    private bool MayBeDone => fault is not (Fault.FailsBefore or Fault.IsRefused or Fault.NeverAnswers or Fault.IsSlow);

    /// <summary>Returns the errors after the visit.</summary>
    public async Task<List<string>> FindProblemsAsync()
    {
        await using var visitor = _visitor;
        site.BeginCase();
        await visitor.PrepareAsync(Visit, !Visit.IsFirst);
        var cookies = visitor.Cookies;
        _hadCookies = cookies.Length > 0;

        site.Points.Arm((call, fault));
        var answer = await visitor.ActAsync(Visit);
        site.Points.Disarm();
        if (!site.Points.HasOccurred)
        {
            _problems.Add("The fault found nothing to strike.");
            return _problems;
        }

        if (fault is not Fault.IsDoneAfterTheRetry)
        {
            await site.SettleAsync();
        }

        CheckAnswer(answer, isSame: cookies == visitor.Cookies);
        var seen = await CheckStoreAsync(answer);
        await CheckRetryAsync(seen);
        return _problems;
    }

    private void CheckAnswer(Answer answer, bool isSame)
    {
        switch (answer.Status)
        {
            case > 0 and < 400:
                Check(answer.Status == plan.Answer.Status, $"answered {answer} instead of {plan.Answer}");
                Check(answer.Text == plan.Answer.Text, $"answered \"{answer.Text}\" instead of \"{plan.Answer.Text}\"");
                Check(IsForgiven || fault is Fault.IsSlow || Visit.Insists || MayRepeat(), $"answered {answer} although it failed");
                return;
            case 0:
                Check(IsLeft || Visit.Path == "/stream", "cut off");
                break;
            case 503:
                Check(!IsForgiven, "answered 503 where it need not");
                break;
            case 500:
                Check(fault is Fault.IsRefused && ReportsRefusals, "answered 500 where it may be tried again");
                break;
            default:
                Check(false, $"answered {answer}");
                break;
        }

        Check(!answer.HasTarget, "redirected although it failed");
        Check(isSame || Visit.CommitsExplicitly, $"answered {answer} although it failed");
    }

    // If a lower layer fails, the engine repeats idempotent calls, a write that was refused in a batch (here of one),
    // and a write whose lost connection shows that it was not stored.
    private bool MayRepeat()
        => RepeatsReads
            && (site.Points.FaultedOperation is ("load" or "touch")
                || fault is Fault.FailsBefore
                || (fault is Fault.IsRefused && IsInBatch())
                || (fault is Fault.ReplyIsLost && IsInTransaction()));

    private bool IsInTransaction()
    {
        var calls = plan.Calls.Take(call + 1).ToList();
        return calls.LastIndexOf("begin") > calls.LastIndexOf("COMMIT") || BeginsBatch(calls[^1]);
    }

    // On PostgreSQL, a batch is one statement. On MariaDB, the first locks the rows, and the second changes them and commits.
    private bool IsInBatch()
        => plan.Calls[call] == "WITH" || BeginsBatch(plan.Calls[call]) || (call > 0 && BeginsBatch(plan.Calls[call - 1]));

    private static bool BeginsBatch(string call) => call == "SET";

    private async Task<string> CheckStoreAsync(Answer answer)
    {
        var stored = await site.StoredAsync();
        var seen = await _visitor.LookAsync();
        if (answer.IsSuccess)
        {
            _orphans = stored is not null && IsContinuedTwice && stored.Count(one => one == plan.After) == 2 && stored.Remove(plan.After)
                ? 1
                : 0;
            Check(seen == plan.After, $"answered {answer}, and has {seen} instead of {plan.After}");
            Check(
                stored is null || FaultPlan.Join(stored) == plan.Stored[^1] || IsWithoutCopy(stored),
                $"answered {answer}, and stored is {FaultPlan.Join(stored)} instead of {plan.Stored[^1]}");
            return seen;
        }

        Check(
            stored is null || plan.Stored.Contains(FaultPlan.Join(stored)),
            $"incomplete: {FaultPlan.Join(stored)} is stored, which is not a state of the visit");
        Check(
            stored is not null || seen == plan.Before || Visit.CommitsExplicitly,
            $"answered {answer}, and has {seen} instead of {plan.Before}");
        Check(
            !GoesOnWithoutClient() || FaultPlan.Join(stored) == plan.Stored[^1],
            $"the client left, and stored is {FaultPlan.Join(stored)} instead of {plan.Stored[^1]}");
        _orphans = CountOrphans(stored, seen);
        Check(
            _orphans == 0 || (_orphans == 1 && MayLeaveOrphan()), $"answered {answer}, has {seen}, and stored is {FaultPlan.Join(stored)}");
        return seen;
    }

    // The change is stored although the visitor does not wait for the response.
    private bool GoesOnWithoutClient()
        => IsLeft && !Visit.IsCancelledWithClient && (site.Points.FaultedOperation != "load" || Visit.LoadsSynchronously);

    private async Task CheckRetryAsync(string seen)
    {
        var answer = await _visitor.ActAsync(Visit);
        var after = await _visitor.LookAsync();
        if (plan.Again.TryGetValue(seen, out var expected))
        {
            Check(answer.Status == expected.Answer.Status, $"answered {answer} when tried again with {seen}, instead of {expected.Answer}");
            Check(
                after == expected.After || (IsHalfEnded && after == FaultPlan.Nothing),
                $"has {after} after it was tried again with {seen}, instead of {expected.After}");
        }
        else
        {
            Check(Visit.CommitsExplicitly, $"has {seen}, which is not a state of the visit");
            Check(answer.IsSuccess, $"answered {answer} when tried again with {seen}");
        }

        // A call that completes later reverts nothing.
        await site.SettleAsync();
        var last = await _visitor.LookAsync();
        Check(last == after || IsOvertaken(last), $"has {last} in the end instead of {after}");
        var left = CountOrphans(await site.StoredAsync(), last) - _orphans;
        Check(
            left <= 0 || (left == 1 && fault is Fault.IsDoneAfterTheRetry && MayLeaveOrphan()),
            "left a session without a client after the retry");
    }

    // Without transactions, the next write completes a removal that had begun, and the visitor starts a new session.
    private bool IsHalfEnded => !IsAtomic && site.Points.FaultedOperation == "rotate";

    // A cancelled rotation that completes late continues from the copy as well, because a copy allows several.
    private bool IsContinuedTwice
        => Visit.IsLate && Visit.Insists && fault is Fault.IsDoneTooLate && site.Points.FaultedOperation == "rotate";

    // Without transactions, a retry ends the session that had no copy yet.
    private bool IsWithoutCopy(List<string> stored)
        => IsHalfEnded
            && Visit.Insists
            && stored.TrueForAll(IsSession)
            && plan.Stored[^1]!.Split(" and ").Where(IsSession).SequenceEqual(stored);

    private static bool IsSession(string described) => !described.StartsWith(FaultPlan.Closed, StringComparison.Ordinal);

    // The token was never sent, and the call may still run. No later call could be ordered after it.
    private bool MayLeaveOrphan()
        => (MayBeDone && site.Points.FaultedOperation is "create" or "rotate")
            || Visit.ReplacesRecord
            || IsContinuedInVain
            || IsHalfEnded
            || (MakesRecord && (IsLeft || (Visit.CommitsExplicitly && IsAnsweredByServer)));

    // A session that continues from a copy is stored first and remains without a client if the copy allows no continuation.
    private bool IsContinuedInVain => Visit.IsLate && plan.Operations.Take(call).Contains("rotate");

    private bool MakesRecord => plan.Operations.Any(operation => operation is "create" or "rotate");

    // The server writes this response, so it has no cookie of an earlier explicit commit.
    private bool IsAnsweredByServer => Visit.HasBody || (fault is Fault.IsRefused && ReportsRefusals);

    // A cancelled update that completes late is the change of another request than the retry, so it is merged with it.
    private bool IsOvertaken(string last)
        => fault is Fault.IsDoneAfterTheRetry && site.Points.FaultedOperation == "update" && last == plan.Again[plan.After].After;

    private int CountOrphans(List<string>? stored, string seen)
    {
        if (stored is null)
        {
            return 0;
        }

        stored = [.. stored.Where(IsSession)];
        if (seen is not (FaultPlan.Nothing or FaultPlan.Closed))
        {
            Check(stored.Remove(seen), $"has {seen}, which is not what is stored: {FaultPlan.Join(stored)}");
        }

        return stored.Count - (Visit.IsLate ? 1 : 0);
    }

    private void Check(bool isRight, string problem)
    {
        if (!isRight)
        {
            _problems.Add(problem);
        }
    }
}
