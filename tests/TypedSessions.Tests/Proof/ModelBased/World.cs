using System.Text;
using TypedSessions.Engines.Cache;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.ModelBased;

/// <summary>What the model and its subject agree upon.</summary>
internal static class World
{
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromHours(10);

    /// <summary>How long a closed copy is kept.</summary>
    public static readonly TimeSpan RotationGrace = TimeSpan.FromSeconds(60);

    /// <summary>How long a node remembers that a token led to no record.</summary>
    public static readonly TimeSpan MissingKeyAge = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan AbsoluteLifetime = TimeSpan.FromHours(30);

    // On a whole millisecond, so that a clock that moves by a window meets the very
    // end of a session; operations that move it by less lead off it.
    public static readonly DateTimeOffset Beginning = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    public static SessionExpiry GetExpiry(SetExpiry set, DateTimeOffset now) => set.Kind switch
    {
        ExpiryKind.WithBrowser => SessionExpiry.WithBrowser,
        ExpiryKind.Idle => SessionExpiry.Idle(set.Time),
        ExpiryKind.At => SessionExpiry.At(now + set.Time),
        _ => SessionExpiry.Default,
    };
}

/// <summary>What an engine promises, as far as it makes a difference to the model. Taken from what the engine declares.</summary>
/// <param name="RecordsTravel">Whether the records are in the cookies: nothing is revoked or merged, and nobody can look over them.</param>
/// <param name="CanBeLookedOver">Whether records can be listed, counted and found by their owner.</param>
/// <param name="ForgetsExpired">Whether what has expired is gone by itself, and need not be cleared.</param>
/// <param name="SurvivesRestart">Whether the records outlive the process.</param>
/// <param name="HasFreshLoads">Whether setting what was loaded changes nothing.</param>
/// <param name="Nodes">How many nodes share the records.</param>
/// <param name="Options">What the application chose.</param>
internal sealed record Rules(bool RecordsTravel, bool CanBeLookedOver, bool ForgetsExpired,
    bool SurvivesRestart, bool HasFreshLoads, int Nodes, Options Options)
{
    public static Rules From(ISessionEngine engine, Options options) => new(
        RecordsTravel: false,
        CanBeLookedOver: engine is ISessionInventory,
        ForgetsExpired: engine is CacheSessionEngine,
        SurvivesRestart: (engine.Guarantees & (SessionGuarantees.Durable | SessionGuarantees.Shared)) != 0,
        HasFreshLoads: engine.Guarantees.HasFlag(SessionGuarantees.FreshLoads),
        Nodes: engine.Guarantees.HasFlag(SessionGuarantees.Shared) && engine is not CachedDatabaseSessionEngine ? 2 : 1,
        Options: options);
}

/// <summary>The options that make a difference to the model.</summary>
/// <param name="IsOtherwise">Whether each of them is other than it is by default.</param>
internal sealed record Options(bool IsOtherwise = false)
{
    public bool ExpireWithBrowser => IsOtherwise;

    public bool RenewOnEveryRequest => IsOtherwise;

    public bool SaveOnServerError => IsOtherwise;

    public bool RejectWhenGone => IsOtherwise;
}

/// <summary>How both sides put what they see, so that it can be compared.</summary>
internal static class Seen
{
    public const string Done = "done";
    public const string Nothing = "none";

    /// <summary>The code was told that it may not do that.</summary>
    public const string Refused = "refused";

    /// <summary>The engine failed.</summary>
    public const string Failed = "failed";

    public const string Forgotten = "cookie taken back";

    public static string Response(int status, bool isPrivate, string cookie) => $"{status}{(isPrivate ? " private" : "")}, {cookie}";

    public static string Cookie(int number, long? maxAge)
        => $"cookie {number} for {(maxAge is { } seconds ? $"{seconds} s" : "the browser's life")}";

    public static string Closing(int successors, string? owner, SessionExpiry expiry)
        => $" closed as {owner} {expiry.ToStoredValue()} for {successors}";

    public static string Record(
        IEnumerable<KeyValuePair<string, string>> values, SessionExpiry expiry, string? owner, params ReadOnlySpan<DateTimeOffset?> moments)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in values)
        {
            text.Append(key).Append('=').Append(value).Append(' ');
        }

        text.Append(owner).Append(' ').Append(expiry.ToStoredValue());
        foreach (var moment in moments)
        {
            text.Append(' ').Append(moment?.ToUnixTimeMilliseconds());
        }

        return text.ToString();
    }
}
