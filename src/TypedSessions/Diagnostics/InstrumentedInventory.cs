using System.Runtime.CompilerServices;

namespace TypedSessions.Diagnostics;

/// <summary>The inventory of an engine, through its <see cref="InstrumentedSessionEngine"/>.</summary>
/// <remarks>The timeout applies to each record of a list.</remarks>
internal sealed class InstrumentedInventory(InstrumentedSessionEngine engine, ISessionInventory inner) : ISessionInventory
{
    /// <inheritdoc/>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken)
        => engine.InvokeAsync("count", inner, static (_, inner, cancel) => inner.CountAsync(cancel), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken)
        => engine.InvokeAsync("count", inner, static (_, inner, cancel) => inner.CountExpiredAsync(cancel), cancellationToken);

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
                var hasNext = await engine.InvokeUnwatchedAsync(
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
