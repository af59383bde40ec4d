namespace TypedSessions.Engines.Memory;

public sealed partial class MemorySessionEngine
{
    bool IPagedSessionInventory.CanFindByKey => true;

    /// <inheritdoc/>
    public ValueTask<long?> CountOwnersAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var owners = GetLive().Select(static session => session.Record.Owner).OfType<string>();
        return ValueTask.FromResult<long?>(owners.ToHashSet(StringComparer.Ordinal).Count);
    }

    /// <inheritdoc/>
    /// <remarks>Reads all records.</remarks>
    public ValueTask<SessionPage> ReadPageAsync(
        SessionPosition? after, int count, bool isDescending, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(SessionPage.Create(ReadAtOnce(GetLive()), after, count, isDescending));
    }

    /// <inheritdoc/>
    /// <remarks>Reads all records.</remarks>
    public ValueTask<SessionPage> FindByKeyAsync(
        SessionKey first, SessionKey last, int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = GetLive().Where(session => session.Key.CompareTo(first) >= 0 && session.Key.CompareTo(last) <= 0);
        return ValueTask.FromResult(SessionPage.Create(ReadAtOnce(found.OrderBy(static session => session.Key)), count));
    }
}
