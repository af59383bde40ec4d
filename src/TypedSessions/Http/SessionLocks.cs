using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>
/// Lets the requests of one session through one after the other, on this process. A session has a
/// gate only while somebody holds it or waits for it, so memory does not grow with the sessions.
/// </summary>
internal sealed class SessionLocks(TimeProvider clock)
{
    private readonly Lock _guard = new();
    private readonly Dictionary<SessionKey, Gate> _gates = [];

    /// <summary>How many sessions have a gate at the moment.</summary>
    public int Count
    {
        get
        {
            lock (_guard)
            {
                return _gates.Count;
            }
        }
    }

    /// <summary>Waits until the one who calls is alone with all of the tokens that a request presents.</summary>
    /// <returns>To be disposed of, to let the next one through; <see langword="null"/> when the time was up before.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> gave up.</exception>
    public async ValueTask<IDisposable?> TryEnterAsync(SessionToken[] tokens, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var turn = new Turn(this);
        try
        {
            // Always in one order, or two requests could wait for each other.
            foreach (var key in tokens.Select(static token => token.Key).Distinct().OrderBy(static key => key.ToString(), StringComparer.Ordinal))
            {
                turn.Add(key, await EnterAsync(key, either.Token));
            }

            return turn;
        }
        catch (Exception exception)
        {
            turn.Dispose();
            if (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                return null;
            }

            throw;
        }
    }

    private async ValueTask<Gate> EnterAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var gate = Join(key);
        try
        {
            await gate.Pass.WaitAsync(cancellationToken);
            return gate;
        }
        catch
        {
            Leave(key, gate);
            throw;
        }
    }

    private Gate Join(SessionKey key)
    {
        lock (_guard)
        {
            if (!_gates.TryGetValue(key, out var gate))
            {
                _gates.Add(key, gate = new Gate());
            }

            gate.Users++;
            return gate;
        }
    }

    private void Leave(SessionKey key, Gate gate)
    {
        lock (_guard)
        {
            if (--gate.Users == 0)
            {
                _gates.Remove(key);
            }
        }
    }

    private sealed class Gate
    {
        // Without a wait handle there is nothing in it to dispose of.
        public SemaphoreSlim Pass { get; } = new(1, 1);

        /// <summary>Those who hold the gate or wait for it.</summary>
        public int Users { get; set; }
    }

    private sealed class Turn(SessionLocks locks) : IDisposable
    {
        private readonly List<(SessionKey Key, Gate Gate)> _held = [];

        public void Add(SessionKey key, Gate gate) => _held.Add((key, gate));

        public void Dispose()
        {
            foreach (var (key, gate) in _held)
            {
                gate.Pass.Release();
                locks.Leave(key, gate);
            }
        }
    }
}
