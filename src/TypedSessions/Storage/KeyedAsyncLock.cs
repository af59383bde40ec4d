namespace TypedSessions.Storage;

/// <summary>An asynchronous lock per session, in this process. A key takes memory only while its lock is in use or awaited.</summary>
internal sealed class KeyedAsyncLock
{
    private readonly Dictionary<SessionKey, Gate> _gates = [];

    /// <summary>Gets the number of keys whose lock is in use or awaited.</summary>
    public int Count
    {
        get
        {
            lock (_gates)
            {
                return _gates.Count;
            }
        }
    }

    /// <summary>Waits for the locks of all keys.</summary>
    /// <param name="keys">The keys, at least one, in any order.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>An object that releases the locks when it is disposed.</returns>
    /// <exception cref="OperationCanceledException">The token was canceled. No lock is acquired.</exception>
    public async ValueTask<Releaser> AcquireAsync(SessionKey[] keys, CancellationToken cancellationToken)
    {
        var releaser = new Releaser(this);
        foreach (var key in Sort(keys))
        {
            var gate = Join(key);
            try
            {
                await gate.WaitAsync(cancellationToken);
            }
            catch
            {
                Leave(gate);
                releaser.Dispose();
                throw;
            }

            releaser.Add(gate);
        }

        return releaser;
    }

    // All callers acquire locks in the same order, to prevent deadlocks.
    private static IEnumerable<SessionKey> Sort(SessionKey[] keys)
        => keys.Length == 1 ? keys : keys.Distinct().OrderBy(static key => key.ToString(), StringComparer.Ordinal);

    private Gate Join(SessionKey key)
    {
        lock (_gates)
        {
            if (!_gates.TryGetValue(key, out var gate))
            {
                _gates.Add(key, gate = new Gate(key));
            }

            gate.Users++;
            return gate;
        }
    }

    private void Leave(Gate gate)
    {
        lock (_gates)
        {
            if (--gate.Users == 0)
            {
                _gates.Remove(gate.Key);
            }
        }
    }

    /// <summary>Holds locks until it is disposed, once.</summary>
    public sealed class Releaser(KeyedAsyncLock owner) : IDisposable
    {
        private readonly List<Gate> _gates = [];

        public void Dispose()
        {
            foreach (var gate in _gates)
            {
                gate.Release();
                owner.Leave(gate);
            }
        }

        internal void Add(Gate gate) => _gates.Add(gate);
    }

    // A semaphore needs disposal only if its AvailableWaitHandle is used.
    internal sealed class Gate(SessionKey key) : SemaphoreSlim(1, 1)
    {
        public SessionKey Key => key;

        /// <summary>The number of callers that hold the gate or wait for it.</summary>
        public int Users { get; set; }
    }
}
