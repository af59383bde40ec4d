using System.Runtime.CompilerServices;

namespace TypedSessions.Diagnostics;

/// <summary>The inventory of an engine, through its <see cref="InstrumentedSessionEngine"/>.</summary>
/// <remarks>The timeout applies to each record of a list, and to each page. Pages are used only if the engine has them.</remarks>
internal sealed class InstrumentedInventory(InstrumentedSessionEngine engine, ISessionInventory inner) : IPagedSessionInventory
{
    /// <inheritdoc/>
    public bool CanFindByKey => Pages.CanFindByKey;

    private IPagedSessionInventory Pages => (IPagedSessionInventory)inner;

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken)
        => engine.InvokeAsync("count", inner, static (_, inner, cancel) => inner.CountAsync(cancel), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken)
        => engine.InvokeAsync("count", inner, static (_, inner, cancel) => inner.CountExpiredAsync(cancel), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> CountOwnersAsync(CancellationToken cancellationToken)
        => engine.InvokeAsync("count", inner, static (_, inner, cancel) => inner.CountOwnersAsync(cancel), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SessionPage> ReadPageAsync(
        SessionPosition? after, int count, bool isDescending, CancellationToken cancellationToken)
        => engine.InvokeAsync(
            "list",
            (Pages, after, count, isDescending),
            static (_, it, cancel) => it.Pages.ReadPageAsync(it.after, it.count, it.isDescending, cancel),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SessionPage> FindByKeyAsync(SessionKey first, SessionKey last, int count, CancellationToken cancellationToken)
        => engine.InvokeAsync(
            "list",
            (Pages, first, last, count),
            static (_, it, cancel) => it.Pages.FindByKeyAsync(it.first, it.last, it.count, cancel),
            cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> ListAsync(CancellationToken cancellationToken)
        => EnumerateAsync(inner.ListAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
        => EnumerateAsync(inner.FindByOwnerAsync(owner, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> FindForRemovalAsync(string owner, CancellationToken cancellationToken)
        => EnumerateAsync(inner.FindForRemovalAsync(owner, cancellationToken), cancellationToken);

    private async IAsyncEnumerable<SessionRecordEntry> EnumerateAsync(
        IAsyncEnumerable<SessionRecordEntry> sessions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var enumerator = sessions.GetAsyncEnumerator(cancellationToken);
        var isPending = false;
        try
        {
            while (true)
            {
                isPending = true;
                var hasNext = await engine.InvokeUnmeasuredAsync(
                    "list", enumerator, static (_, enumerator, _) => enumerator.MoveNextAsync(), cancellationToken);
                isPending = false;
                if (!hasNext)
                {
                    break;
                }

                yield return enumerator.Current;
            }
        }
        finally
        {
            // An enumerator that is still busy after a timeout cannot be disposed of.
            if (!isPending)
            {
                await enumerator.DisposeAsync();
            }
        }
    }
}
