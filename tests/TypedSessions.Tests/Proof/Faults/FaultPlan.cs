namespace TypedSessions.Tests.Proof.Faults;

/// <summary>A visit without a fault.</summary>
/// <param name="Visit">The visit.</param>
/// <param name="Calls">The calls that it makes.</param>
/// <param name="Operations">The operations of the engine that these are part of.</param>
/// <param name="Stored">What is stored before the first call, and after each; <see langword="null"/> where nothing is stored.</param>
/// <param name="Before">What the visitor has before.</param>
/// <param name="After">What the visitor has after it.</param>
/// <param name="Answer">What the visitor is answered.</param>
/// <param name="Again">The result of a retry of the same visit, by the visitor's state.</param>
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
    /// A closed copy of a session, which has no values for the visitor. Also the prefix of the description of a stored one.
    /// </summary>
    public const string Closed = "closed";

    /// <summary>Makes the visit without a fault.</summary>
    public static async Task<FaultPlan> MakeAsync(FaultSite site, Visit visit)
    {
        // Once more beforehand, so that connections are open and statements prepared.
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

    /// <summary>What is stored, in one text.</summary>
    public static string? Join(List<string>? stored) => stored is null ? null : string.Join(" and ", stored);
}
