using System.Collections.Concurrent;

namespace TypedSessions.Engines.Database;

/// <summary>
/// A few open connections that read, each with its statements prepared, so that a load is one statement and nothing else. None where the
/// provider keeps them.
/// </summary>
internal sealed class ReaderPool(DatabaseAccess database) : IAsyncDisposable
{
    // As many as can be at work in a moment of calm; those that a rush opens beyond are closed after it.
    private readonly int _capacity = database.Dialect.IsServer ? 0 : Math.Max(4, Environment.ProcessorCount * 2);

    // A thread gets the connection that it gave back last, whose pages are still in its processor's cache.
    private readonly ConcurrentBag<SessionConnection> _idle = [];

    // Apart from the bag, which would stop all who use it to count itself.
    private int _idleCount;
    private volatile bool _disposed;

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, typeof(DatabaseSessionEngine));

    public async ValueTask<Lease> RentAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        database.File?.LookNowAndThen();
        while (_idle.TryTake(out var connection))
        {
            Interlocked.Decrement(ref _idleCount);
            if (database.IsCurrent(connection))
            {
                return new Lease(this, connection);
            }

            await connection.DisposeAsync();
        }

        return new Lease(this, await database.OpenAsync(forWriting: false, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        while (_idle.TryTake(out var connection))
        {
            await connection.DisposeAsync();
        }
    }

    private async ValueTask TakeBackAsync(SessionConnection connection, bool isSound)
    {
        if (!isSound || !TryReservePlace())
        {
            await connection.DisposeAsync();
            return;
        }

        _idle.Add(connection);
        if (_disposed)
        {
            await DisposeAsync();
        }
    }

    private bool TryReservePlace()
    {
        if (Interlocked.Increment(ref _idleCount) <= _capacity)
        {
            return true;
        }

        Interlocked.Decrement(ref _idleCount);
        return false;
    }

    /// <summary>A connection on loan. It goes back to the pool only when its user says that all went well.</summary>
    public struct Lease(ReaderPool pool, SessionConnection connection) : IAsyncDisposable
    {
        public readonly SessionConnection Connection => connection;

        public bool IsSound { get; set; }

        public readonly ValueTask DisposeAsync() => pool.TakeBackAsync(connection, IsSound);
    }
}
