namespace TypedSessions.Dashboard.Views;

/// <summary>The content of the first page.</summary>
/// <param name="Now">The time of the page.</param>
/// <param name="Engine">The engine.</param>
/// <param name="Sessions">The number of sessions and users when they were last counted.</param>
/// <param name="ExpiredWaiting">How many expired records a cleanup would remove; <see langword="null"/> if it is not known.</param>
/// <param name="Cleanup">The removal of expired records.</param>
/// <param name="Activity">The measurements of the last hour.</param>
/// <param name="Policies">How the application follows its policies.</param>
internal sealed record OverviewView(
    DateTimeOffset Now,
    EngineView Engine,
    SessionCount? Sessions,
    long? ExpiredWaiting,
    CleanupView Cleanup,
    ActivityView Activity,
    IReadOnlyList<PolicyView> Policies);

/// <param name="Name">The engine's name.</param>
/// <param name="CanList">Whether it lists its sessions in pages.</param>
/// <param name="Guarantees">Its guarantees.</param>
internal sealed record EngineView(string Name, bool CanList, IReadOnlyList<GuaranteeView> Guarantees);

/// <param name="Name">The guarantee.</param>
/// <param name="Description">The meaning of the guarantee.</param>
/// <param name="IsGiven">Whether the engine gives it.</param>
internal sealed record GuaranteeView(string Name, string Description, bool IsGiven);

/// <param name="IsEnabled">Whether this process removes expired sessions.</param>
/// <param name="Interval">The time between two cleanups.</param>
/// <param name="StartedAt">The start of the last one; <see langword="null"/> if there was none.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Removed">How many sessions it removed.</param>
/// <param name="Error">The type of the error with which it failed.</param>
internal sealed record CleanupView(
    bool IsEnabled, TimeSpan Interval, DateTimeOffset? StartedAt, TimeSpan? Duration, long? Removed, string? Error);

/// <param name="Since">The beginning of the figures.</param>
/// <param name="Created">How many sessions were created in the last hour.</param>
/// <param name="Ended">How many sessions ended before their expiry in the last hour.</param>
/// <param name="Minutes">The last hour, the oldest minute first.</param>
/// <param name="Operations">The calls of the engine in the last hour.</param>
internal sealed record ActivityView(
    DateTimeOffset Since, long Created, long Ended, IReadOnlyList<MinuteView> Minutes, IReadOnlyList<OperationView> Operations);

/// <param name="Time">The beginning of the minute.</param>
/// <param name="Created">How many sessions were created.</param>
/// <param name="Ended">How many sessions ended before their expiry.</param>
internal sealed record MinuteView(DateTimeOffset Time, long Created, long Ended);

/// <param name="Name">The operation.</param>
/// <param name="Calls">How often it was called.</param>
/// <param name="MedianMilliseconds">The time within which half of the calls completed, to a fifth.</param>
/// <param name="P99Milliseconds">The time within which 99 of 100 calls completed, to a fifth.</param>
/// <param name="Errors">How many calls failed.</param>
internal sealed record OperationView(string Name, long Calls, double? MedianMilliseconds, double? P99Milliseconds, long Errors);

/// <param name="Name">The policy.</param>
/// <param name="Deviations">The deviations from it.</param>
internal sealed record PolicyView(string Name, IReadOnlyList<DeviationView> Deviations);

/// <param name="Id">The number of the requirement.</param>
/// <param name="Description">The requirement.</param>
internal sealed record DeviationView(string Id, string Description);
