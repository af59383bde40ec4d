namespace TypedSessions.Engines.Cache;

/// <summary>
/// Lets one writer of a session at a time through. A fixed number of gates: sessions share them by their keys, so memory does not grow.
/// </summary>
internal sealed class KeyGates
{
    private const int Count = 1024;

    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Count).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for a key's gate.</summary>
    public async ValueTask<Pass> EnterAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var gate = _gates[IndexOf(key)];
        await gate.WaitAsync(cancellationToken);
        return new Pass(gate, null);
    }

    /// <summary>Waits for the gates of two keys.</summary>
    public async ValueTask<Pass> EnterAsync(SessionKey key, SessionKey other, CancellationToken cancellationToken)
    {
        // Always in one order, or two callers could wait for each other.
        var (low, high) = (Math.Min(IndexOf(key), IndexOf(other)), Math.Max(IndexOf(key), IndexOf(other)));
        await _gates[low].WaitAsync(cancellationToken);
        if (low == high)
        {
            return new Pass(_gates[low], null);
        }

        try
        {
            await _gates[high].WaitAsync(cancellationToken);
        }
        catch
        {
            _gates[low].Release();
            throw;
        }

        return new Pass(_gates[low], _gates[high]);
    }

    private static int IndexOf(SessionKey key) => (int)((uint)key.GetHashCode() % Count);

    /// <summary>Disposed of once, to let the next one through.</summary>
    public readonly struct Pass(SemaphoreSlim first, SemaphoreSlim? second) : IDisposable
    {
        public void Dispose()
        {
            second?.Release();
            first.Release();
        }
    }
}
