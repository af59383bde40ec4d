using Microsoft.Extensions.Options;
using TypedSessions.Dashboard.History;

namespace TypedSessions.Dashboard.Views;

/// <summary>Reads the content of the first page.</summary>
internal sealed class OverviewReader(
    ISessionDiagnostics diagnostics,
    ISessionManager manager,
    MetricsHistory history,
    IOptions<TypedSessionsOptions> options,
    TimeProvider timeProvider)
{
    private static readonly TimeSpan CountInterval = TimeSpan.FromMinutes(1);

    private static readonly (SessionGuarantees Flag, string Description)[] Descriptions =
    [
        (SessionGuarantees.ConditionalUpdate, "No update is lost, on any node."),
        (SessionGuarantees.AtomicRotation, "A rotation takes effect as a whole, also after a crash."),
        (SessionGuarantees.Revocation, "An ended session is gone for everyone who has its token."),
        (SessionGuarantees.Durable, "Sessions survive a restart of the process."),
        (SessionGuarantees.Shared, "Several nodes can share the sessions."),
        (SessionGuarantees.FreshLoads, "A load returns what the last commit stored, on any node."),
    ];

    private volatile Tuple<DateTimeOffset, long>? _expired;

    public async ValueTask<OverviewView> ReadAsync(CancellationToken cancellationToken) => new(
        timeProvider.GetUtcNow(),
        ReadEngine(),
        diagnostics.LastCount,
        await CountExpiredAsync(cancellationToken),
        ReadCleanup(),
        ReadActivity(),
        [.. (await diagnostics.CheckPoliciesAsync(cancellationToken)).Select(Describe)]);

    private static PolicyView Describe(SessionPolicyResult result) => new(
        result.Policy.Name,
        [.. result.Deviations.Select(static requirement => new DeviationView(requirement.Id, requirement.Description))]);

    private static OperationView Describe(IGrouping<string, LatencyHistogram> operation)
    {
        var counts = LatencyHistogram.NewCounts();
        var errors = 0L;
        foreach (var minute in operation)
        {
            minute.AddTo(counts);
            errors += minute.Errors;
        }

        return new OperationView(
            operation.Key,
            counts.Sum(),
            LatencyHistogram.GetQuantile(counts, 0.5) * 1000,
            LatencyHistogram.GetQuantile(counts, 0.99) * 1000,
            errors);
    }

    private EngineView ReadEngine()
    {
        if (diagnostics.Engine is not { } engine)
        {
            return new EngineView("Cookies of the visitors", CanList: false, []);
        }

        return new EngineView(
            engine.GetType().Name.Replace("SessionEngine", "", StringComparison.Ordinal),
            engine is IPagedSessionInventory { CanReadPages: true },
            [
                .. Descriptions.Select(guarantee => new GuaranteeView(
                    guarantee.Flag.ToString(), guarantee.Description, engine.Guarantees.HasFlag(guarantee.Flag))),
            ]);
    }

    private CleanupView ReadCleanup()
    {
        var (settings, run) = (options.Value.Cleanup, diagnostics.LastCleanup);
        return new CleanupView(
            settings.Enabled,
            settings.Interval,
            run?.StartedAt,
            run?.Duration,
            run?.Removed,
            run?.Error?.GetType().Name);
    }

    private ActivityView ReadActivity()
    {
        var hour = history.GetLastHour();
        return new ActivityView(
            history.StartedAt,
            hour.Sum(static minute => minute.Created),
            hour.Sum(static minute => minute.Ended),
            [
                .. hour.Select(static minute => new MinuteView(
                    DateTimeOffset.FromUnixTimeSeconds(minute.Number * 60), minute.Created, minute.Ended)),
            ],
            [
                .. hour.SelectMany(static minute => minute.Operations)
                    .GroupBy(static operation => operation.Key, static operation => operation.Value)
                    .Select(Describe)
                    .OrderByDescending(static operation => operation.Calls),
            ]);
    }

    // Counts no more than what a cleanup would remove, and once a minute at most.
    private async ValueTask<long?> CountExpiredAsync(CancellationToken cancellationToken)
    {
        if (diagnostics.Engine is not ISessionInventory)
        {
            return null;
        }

        var now = timeProvider.GetUtcNow();
        if (_expired is { } last && now - last.Item1 < CountInterval)
        {
            return last.Item2;
        }

        var count = await manager.CountExpiredAsync(cancellationToken);
        _expired = Tuple.Create(now, count);
        return count;
    }
}
