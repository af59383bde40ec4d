namespace TypedSessions.Storage;

/// <summary>An inventory that returns its records in pages, for lists that an operator reads. Optional.</summary>
/// <remarks>
/// A page begins after a position and not after a number of records, so the last page of a long list is as fast as the first one. Pages
/// contain what <see cref="ISessionInventory.ListAsync"/> returns. They are not of one point in time: a session that is renewed or rotated
/// between two pages may be in both or in neither. A damaged record is skipped, so a page may have fewer records than requested although
/// <see cref="SessionPage.Next"/> leads to more.
/// </remarks>
public interface IPagedSessionInventory : ISessionInventory
{
    /// <summary>Gets whether the engine can return pages with its store: by default <see langword="true"/>.</summary>
    bool CanReadPages => true;

    /// <summary>Gets whether the engine can find records by the beginnings of their keys.</summary>
    bool CanFindByKey { get; }

    /// <summary>Returns a page of all records in the order of their expiry, and of their keys where they expire at the same time.</summary>
    /// <param name="after">The position after which the page begins; <see langword="null"/> for the first page.</param>
    /// <param name="count">The largest number of records to return: at least 1.</param>
    /// <param name="isDescending">Whether the records that expire last come first.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<SessionPage> ReadPageAsync(
        SessionPosition? after, int count, bool isDescending, CancellationToken cancellationToken);

    /// <summary>Returns the records whose keys are in a range, in the order of their keys.</summary>
    /// <param name="first">The first key of the range.</param>
    /// <param name="last">The last key of the range, which is part of it.</param>
    /// <param name="count">The largest number of records to return: at least 1.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="NotSupportedException"><see cref="CanFindByKey"/> is <see langword="false"/>.</exception>
    ValueTask<SessionPage> FindByKeyAsync(SessionKey first, SessionKey last, int count, CancellationToken cancellationToken);
}
