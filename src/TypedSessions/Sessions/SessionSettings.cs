using System.Text.Json;

namespace TypedSessions.Sessions;

/// <summary>What the options say about sessions, wherever they are used.</summary>
internal sealed record SessionSettings
{
    /// <summary>How long a session of the default expiry lives without activity.</summary>
    public required TimeSpan IdleTimeout { get; init; }

    /// <summary>Whether the cookie of a session of the default expiry goes with the browser.</summary>
    public bool ExpireWithBrowser { get; init; }

    /// <summary>Whether activity renews a session at once, and not only after a tenth of its window.</summary>
    public bool RenewAtOnce { get; init; }

    /// <summary>How long any session lives at most.</summary>
    public TimeSpan? AbsoluteLifetime { get; init; }

    /// <summary>How many bytes the values of a session may take in their stored form.</summary>
    public required int MaxSize { get; init; }

    /// <summary>Whether a session may be loaded by a thread that waits for it.</summary>
    public bool AllowSynchronousLoad { get; init; } = true;

    /// <summary>Gets whether each value that is set is checked to come back: in Development.</summary>
    public bool ChecksEachValue { get; init; }

    /// <summary>Gets the options for JSON by reflection; <see langword="null"/> for the defaults.</summary>
    public JsonSerializerOptions? JsonSerializerOptions { get; init; }

    /// <summary>How long an engine may take for one operation.</summary>
    public required TimeSpan EngineTimeout { get; init; }

    /// <summary>How long a rotation keeps a closed copy.</summary>
    public TimeSpan RotationGrace { get; init; } = SessionChanges.DefaultRotationGrace;

    /// <summary>The window that activity renews; <see langword="null"/> for an expiry that activity does not move.</summary>
    public TimeSpan? WindowOf(SessionExpiry expiry) => expiry.Moment is null ? expiry.IdleTime ?? IdleTimeout : null;

    /// <summary>When a session that is active now ends.</summary>
    public DateTimeOffset ExpiresAt(SessionExpiry expiry, DateTimeOffset now, DateTimeOffset? deadline)
    {
        var expires = expiry.Moment ?? now + WindowOf(expiry)!.Value;
        return deadline is { } end && end < expires ? end : expires;
    }

    /// <summary>Whether the cookie goes when the browser closes.</summary>
    public bool EndsWithBrowser(SessionExpiry expiry) => expiry.IsWithBrowser || (ExpireWithBrowser && expiry == SessionExpiry.Default);
}
