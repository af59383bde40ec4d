using System.Globalization;

namespace TypedSessions.Dashboard.Views;

/// <summary>Reads the content of the pages of lists, users and sessions.</summary>
internal sealed class SessionReader(
    ISessionManager manager,
    ISessionDiagnostics diagnostics,
    IDeviceDisplay display,
    ValueReader values,
    TimeProvider timeProvider)
{
    /// <summary>The number of sessions on a page.</summary>
    public const int PageSize = 50;

    public const string ExpiringFirst = "first";
    public const string ExpiringLast = "last";
    public const string ByKey = "key";

    private const int MaxUserSessions = 200;

    /// <summary>Returns a page of sessions.</summary>
    /// <param name="order">The order, as the request has it.</param>
    /// <param name="key">The beginning of the keys, as the request has it.</param>
    /// <param name="after">The end of the previous page, as the request has it.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<SessionListView> ListAsync(
        string? order, string? key, string? after, CancellationToken cancellationToken)
    {
        key = key?.Trim() ?? "";
        order = key.Length > 0 ? ByKey : order == ExpiringFirst ? ExpiringFirst : ExpiringLast;
        var now = timeProvider.GetUtcNow();
        try
        {
            var page = order == ByKey
                ? await manager.FindByKeyAsync(
                    key, SessionKey.TryParse(after, out var last) ? last : null, PageSize, cancellationToken)
                : await manager.ReadPageAsync(ParsePosition(after), PageSize, order == ExpiringLast, cancellationToken);
            return new SessionListView(now, order, key, [.. page.Sessions.Select(Describe)], FormatPosition(page.Next, order));
        }
        catch (NotSupportedException exception)
        {
            return new SessionListView(now, order, key, [], Next: null, exception.Message);
        }
    }

    /// <summary>Returns the sessions of a user.</summary>
    public async ValueTask<UserView> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        try
        {
            var found = await manager.FindByOwnerAsync(owner, cancellationToken)
                .Take(MaxUserSessions + 1)
                .ToListAsync(cancellationToken);
            return new UserView(
                now,
                owner,
                [
                    .. found.Take(MaxUserSessions)
                        .OrderByDescending(static entry => entry.Record.LastSeenAt ?? entry.Record.CreatedAt)
                        .Select(Describe),
                ],
                found.Count > MaxUserSessions);
        }
        catch (NotSupportedException exception)
        {
            return new UserView(now, owner, [], HasMore: false, exception.Message);
        }
    }

    /// <summary>Returns a session; <see langword="null"/> if it does not exist.</summary>
    public async ValueTask<SessionDetails?> FindAsync(string? text, CancellationToken cancellationToken)
    {
        if (diagnostics.Engine is null || !SessionKey.TryParse(text, out var key)
            || await manager.FindAsync(key, cancellationToken) is not { } record)
        {
            return null;
        }

        return new SessionDetails(
            timeProvider.GetUtcNow(),
            Describe(new SessionRecordEntry(key, record)),
            record.OwnerScheme,
            record.Expiry.ToString(),
            record.AbsoluteExpiration,
            record.Version,
            record.Device?.UserAgent,
            record.Device?.SignInAddress,
            record.Device?.LastAddress,
            record.Values.IsReadable,
            values.ShowsValues,
            values.Read(record.Values));
    }

    // Milliseconds and the key: the position in the list, which is no secret.
    private static SessionPosition? ParsePosition(string? text)
        => text?.Split('-') is [var milliseconds, var key]
            && long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            && time <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            && SessionKey.TryParse(key, out var parsed)
            ? new SessionPosition(DateTimeOffset.FromUnixTimeMilliseconds(time), parsed)
            : null;

    private static string? FormatPosition(SessionPosition? position, string order) => position switch
    {
        null => null,
        { Key: var key } when order == ByKey => key.ToString(),
        { ExpiresAt: var expiresAt, Key: var key } => string.Create(
            CultureInfo.InvariantCulture, $"{expiresAt.ToUnixTimeMilliseconds()}-{key}"),
    };

    private SessionSummary Describe(SessionRecordEntry entry) => new(
        entry.Key.ToString(),
        entry.Record.Owner,
        display.GetText(entry.Record.Device),
        entry.Record.Device?.Label,
        entry.Record.CreatedAt,
        entry.Record.SignedInAt,
        entry.Record.LastSeenAt,
        entry.Record.ExpiresAt,
        entry.Record.Values.Payload.Length);
}
