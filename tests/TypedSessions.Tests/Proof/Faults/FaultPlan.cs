namespace TypedSessions.Tests.Proof.Faults;

/// <summary>A visit without a fault.</summary>
/// <param name="Visit">The visit.</param>
/// <param name="Calls">The calls of the visit.</param>
/// <param name="Operations">The operation of the engine to which each call belongs.</param>
/// <param name="Stored">The stored sessions before and after each call; <see langword="null"/> for sessions in cookies.</param>
/// <param name="Before">The visitor's state before the visit.</param>
/// <param name="After">The visitor's state after the visit.</param>
/// <param name="Answer">The text of the response.</param>
/// <param name="Again">The result of a retry, by the visitor's state.</param>
internal sealed record FaultPlan(
    Visit Visit,
    IReadOnlyList<string> Calls,
    IReadOnlyList<string?> Operations,
    IReadOnlyList<string?> Stored,
    string Before,
    string After,
    Answer Answer,
    IReadOnlyDictionary<string, (Answer Answer, string After)> Again)
{
    public const string Nothing = "none";

    /// <summary>
    /// The description of a closed copy, which shows no values to the visitor. Also the prefix of that of a stored copy.
    /// </summary>
    public const string Closed = "closed";

    /// <summary>Runs the visit without a fault and records it.</summary>
    public static async Task<FaultPlan> MakeAsync(FaultSite site, Visit visit)
    {
        // An extra visit opens connections and prepares statements.
        await GoAsync(site, visit, hasSession: !visit.IsFirst);
        var (calls, operations, stored, before, after, answer, again, late) = await GoAsync(site, visit, hasSession: !visit.IsFirst);
        var fromNothing = await GoAsync(site, visit, hasSession: false);
        var repeated = new Dictionary<string, (Answer, string)>
        {
            [Nothing] = (fromNothing.Answer, fromNothing.After),
            [after] = again,
            [before] = (answer, after),
        };
        if (late is { } once)
        {
            repeated[Closed] = once;
        }

        Assert.True(answer.IsSuccess, $"{visit.Name}: {answer}");
        return new FaultPlan(visit, calls, operations, stored, before, after, answer, repeated);
    }

    private static async Task<(
        List<string> Calls,
        List<string?> Operations,
        List<string?> Stored,
        string Before,
        string After,
        Answer Answer,
        (Answer, string) Again,
        (Answer, string)? Late)> GoAsync(
        FaultSite site, Visit visit, bool hasSession)
    {
        site.BeginCase();
        await using var visitor = new Visitor(site);
        await visitor.PrepareAsync(visit, hasSession);
        var before = await visitor.LookAsync();
        await using var late = visitor.Copy();
        var stored = new List<string?> { Join(await site.StoredAsync()) };
        var operations = new List<string?>();
        site.Points.PassedAsync = async () =>
        {
            operations.Add(site.Points.Operation);
            stored.Add(Join(await site.StoredAsync()));
        };
        site.Points.Arm();
        var answer = await visitor.ActAsync(visit);
        site.Points.Disarm();
        site.Points.PassedAsync = null;
        var calls = site.Points.Calls.ToList();
        var after = await visitor.LookAsync();
        (Answer, string)? lateAgain = await late.LookAsync() is Closed ? (await late.ActAsync(visit), await late.LookAsync()) : null;
        var again = (await visitor.ActAsync(visit), await visitor.LookAsync());
        return (calls, operations, stored, before, after, answer, again, lateAgain);
    }

    /// <summary>Formats the stored sessions.</summary>
    public static string? Join(List<string>? stored) => stored is null ? null : string.Join(" and ", stored);
}
