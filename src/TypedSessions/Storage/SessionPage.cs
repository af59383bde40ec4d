namespace TypedSessions.Storage;

/// <summary>A page of a list of records.</summary>
/// <param name="Sessions">The records with their keys, in the order of the list.</param>
/// <param name="Next">The position after which the next page begins; <see langword="null"/> if there are no more records.</param>
public sealed record SessionPage(IReadOnlyList<SessionRecordEntry> Sessions, SessionPosition? Next)
{
    /// <summary>Returns a page of records that are in memory, in any order.</summary>
    /// <inheritdoc cref="IPagedSessionInventory.ReadPageAsync"/>
    internal static SessionPage Create(
        IEnumerable<SessionRecordEntry> sessions, SessionPosition? after, int count, bool isDescending)
    {
        var ordered = isDescending
            ? sessions.OrderByDescending(SessionPosition.Get)
            : sessions.OrderBy(SessionPosition.Get);
        return Create(ordered.Where(session => after is null || SessionPosition.Get(session).IsAfter(after.Value, isDescending)), count);
    }

    /// <summary>Returns the first records of an ordered list as a page.</summary>
    internal static SessionPage Create(IEnumerable<SessionRecordEntry> ordered, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var found = ordered.Take(count + 1).ToList();
        return Create(found, found.Count > count, count);
    }

    /// <summary>Returns a page of records that an engine has read in the order of the list.</summary>
    /// <param name="found">The readable records, of which the page has no more than <paramref name="count"/>.</param>
    /// <param name="hasMore">Whether there are records after the page.</param>
    /// <param name="count">The largest number of records.</param>
    internal static SessionPage Create(List<SessionRecordEntry> found, bool hasMore, int count)
    {
        var sessions = found.Count > count ? found[..count] : found;
        return new SessionPage(sessions, hasMore && sessions.Count > 0 ? SessionPosition.Get(sessions[^1]) : null);
    }
}
