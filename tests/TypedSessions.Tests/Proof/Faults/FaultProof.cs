using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Faults;

/// <summary>
/// Sends each kind of request once without a fault to record its calls, and then once for every call and every fault. Each response
/// must agree with the store.
/// </summary>
public abstract class FaultProof
{
    private const string Hangs = "hangs";

    /// <summary>The faults of this layer.</summary>
    private protected virtual IEnumerable<Fault> Faults => Enum.GetValues<Fault>();

    /// <summary>The kinds of request.</summary>
    private protected virtual IEnumerable<Visit> Visits => Visit.All;

    /// <summary>Whether the session is available while the calls of this layer fail.</summary>
    private protected virtual bool IsForgiven => false;

    /// <summary>Whether the site can detect that a failure is permanent.</summary>
    private protected virtual bool ReportsRefusals => true;

    /// <summary>Whether the engine retries idempotent calls.</summary>
    private protected virtual bool RepeatsReads => false;

    /// <summary>Whether rotations are atomic.</summary>
    private protected virtual bool IsAtomic => true;

    /// <summary>Whether a write waits for a blocked one, so that a retry waits as well.</summary>
    private protected virtual bool WaitsForOthers => false;

    [Fact]
    public async Task With_any_fault_the_response_agrees_with_the_store()
    {
        await using var site = await FaultSite.StartAsync(OpenAsync);
        var problems = new List<string>();
        var cases = 0;
        foreach (var visit in Visits)
        {
            var plan = await FaultPlan.MakeAsync(site, visit);
            Assert.True(
                !IsAtomic || visit.CommitsExplicitly || visit.ReplacesRecord || plan.Stored.Distinct().Count() <= 2,
                $"{visit.Name}: {string.Join("; ", plan.Stored)}");
            for (var call = 0; call < plan.Calls.Count; call++)
            {
                foreach (var fault in Faults.Where(fault
                    => !WaitsForOthers || !visit.Insists || fault is not (Fault.NeverAnswers or Fault.IsDoneTooLate)))
                {
                    cases++;
                    var one = new FaultCase(site, plan, call, fault)
                    {
                        IsForgiven = IsForgiven,
                        ReportsRefusals = ReportsRefusals,
                        RepeatsReads = RepeatsReads,
                        IsAtomic = IsAtomic,
                    };
                    var name = $"{visit.Name}, {fault} at call {call + 1} of {string.Join(", ", plan.Calls)}";
                    problems.AddRange((await FindProblemsAsync(one)).Select(problem => $"{name}: {problem}"));
                    if (problems is [.., var last] && last.EndsWith(Hangs, StringComparison.Ordinal))
                    {
                        Assert.Fail(string.Join(Environment.NewLine, problems));
                    }
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{cases} cases");
        Assert.True(problems.Count == 0, $"{problems.Count} of {cases}:{Environment.NewLine}{string.Join(Environment.NewLine, problems)}");
        Assert.True(cases > 0);
    }

    // No operation waits for real time, so one that takes this long is blocked forever.
    private static async Task<List<string>> FindProblemsAsync(FaultCase one)
    {
        try
        {
            return await one.FindProblemsAsync().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            return [Hangs];
        }
    }

    private protected abstract ValueTask<FaultLayer> OpenAsync(ManualClock clock);
}
