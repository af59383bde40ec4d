using System.Security.Cryptography;
using System.Text;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Promises.Recording;

/// <summary>The operations and observations of clients in the order of a shared counter.</summary>
internal sealed class History(Expectations expectations, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private long _position;

    /// <summary>The guarantees of the engine.</summary>
    public Expectations Expectations => expectations;

    public List<Interaction> Interactions { get; } = [];

    public List<Removal> Removals { get; } = [];

    /// <summary>The injected failures of the engines.</summary>
    public List<long> Failures { get; } = [];

    /// <summary>Every stored session at the end, by its id; <see langword="null"/> if the engine cannot list.</summary>
    public IReadOnlyList<View>? Listed { get; set; }

    /// <summary>The number of sessions after all must have expired.</summary>
    public long Leftovers { get; set; }

    /// <summary>Returns the id of a token's session.</summary>
    public static string GetId(string token) => new SessionKey(SHA256.HashData(Encoding.ASCII.GetBytes(token))).ToString();

    /// <summary>Begins a period. The clock is read first, so that the period does not start too late.</summary>
    public Period Begin()
    {
        var now = timeProvider.GetUtcNow();
        return new Period(Interlocked.Increment(ref _position), long.MaxValue, now, DateTimeOffset.MaxValue);
    }

    public Period End(Period begun) => begun with { End = Interlocked.Increment(ref _position), To = timeProvider.GetUtcNow() };

    public void Add(Interaction interaction)
    {
        lock (_lock)
        {
            Interactions.Add(interaction);
        }
    }

    public void Add(Removal removal)
    {
        lock (_lock)
        {
            Removals.Add(removal);
        }
    }

    public void AddFailure()
    {
        lock (_lock)
        {
            Failures.Add(Interlocked.Increment(ref _position));
        }
    }
}

/// <summary>An administrator's removal of one session or of all sessions of an owner.</summary>
/// <param name="Token">The session's token, unless an owner's sessions are removed.</param>
/// <param name="Owner">The owner.</param>
/// <param name="Period">The period.</param>
/// <param name="Node">The engine.</param>
/// <param name="HasFound">Whether a session was found; <see langword="null"/> if the engine failed.</param>
internal sealed record Removal(string? Token, string? Owner, Period Period, int Node, bool? HasFound)
{
    public override string ToString()
        => $"Removal of {(Token is null ? $"the sessions of {Owner}" : History.GetId(Token)[..8])} on engine {Node} {Period}: " +
            (HasFound is { } found ? found ? "done" : "not found" : "failed");
}

/// <summary>The promises of an engine, derived from its declared guarantees.</summary>
/// <param name="KeepsRecords">Whether records are on the server and not in cookies, so that they can be ended.</param>
/// <param name="Merges">Whether concurrent changes on all nodes are merged.</param>
/// <param name="IsFresh">Whether a load returns the last commit of any node.</param>
/// <param name="MaxStaleness">The maximum age of a load that is not fresh.</param>
/// <param name="CanList">Whether sessions can be listed and found by their owner.</param>
/// <param name="HasOtherOptions">Whether options are set that change when sessions are saved or renewed.</param>
internal sealed record Expectations(
    bool KeepsRecords, bool Merges, bool IsFresh, TimeSpan MaxStaleness, bool CanList, bool HasOtherOptions = false)
{
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromHours(10);
    public static readonly TimeSpan AbsoluteLifetime = TimeSpan.FromHours(30);
    public static readonly TimeSpan RotationGrace = TimeSpan.FromSeconds(60);

    /// <summary>The maximum age of a load from a cached database.</summary>
    private static readonly TimeSpan MaxStalenessOfCopies = TimeSpan.FromSeconds(30);

    public static Expectations Create(ISessionEngine engine, int nodes) => new(
        KeepsRecords: engine.Guarantees.HasFlag(SessionGuarantees.Revocation),
        Merges: nodes == 1 || engine.Guarantees.HasFlag(SessionGuarantees.ConditionalUpdate),
        IsFresh: engine.Guarantees.HasFlag(SessionGuarantees.FreshLoads),
        MaxStaleness: MaxStalenessOfCopies,
        CanList: engine is ISessionInventory);
}
