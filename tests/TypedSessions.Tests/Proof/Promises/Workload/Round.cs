using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Workload;

/// <summary>A run of some clients with their shared state, determined by a seed.</summary>
internal sealed class Round
{
    private const int Operations = 150;
    private const int Browsers = 2;

    private readonly Deployment _deployment;
    private readonly int _seed;
    private readonly int _clients;
    private readonly double _failureRate;
    private readonly Random _failures;
    private readonly Scheduler _scheduler;
    private readonly Lock _lock = new();
    private readonly AsyncLocal<Interaction?> _current = new();
    private readonly string?[] _cookies = new string?[Browsers];
    private readonly List<string> _tokens = [];
    private int _stops;
    private int _operations;
    private int _number;
    private int _value;
    private int _additions;

    public Round(Deployment deployment, int seed)
    {
        _deployment = deployment;
        _seed = seed;
        var plan = new Random(seed);
        _clients = plan.Next(4) == 0 ? 1 : plan.Next(2, 5);
        _failureRate = plan.Next(2) == 0 ? 0 : 0.015;
        _failures = new Random(plan.Next());
        _scheduler = new Scheduler(plan.Next(), isParallel: _clients > 1 && plan.Next(5) == 0);
        History = new History(deployment.Expectations, deployment.Clock);
    }

    public History History { get; }

    public Deployment Deployment => _deployment;

    public bool IsOver => _operations >= Operations;

    /// <summary>Runs the clients for a number of operations and then reads all remaining sessions.</summary>
    /// <returns>The number of operations.</returns>
    public async Task<int> RunAsync()
    {
        _deployment.SetRound(this);
        var clients = Enumerable.Range(0, _clients).Select(number => new Client(this, new Random(_seed ^ (number + 1) * 7919)));
        await _scheduler.RunAsync([.. clients.Select(client => (Func<Task>)client.RunAsync)]);
        _deployment.SetRound(null);
        await new Inspector(this).RunAsync([.. _tokens]);
        return _operations;
    }

    public Task PauseAsync() => _scheduler.PauseAsync();

    /// <exception cref="IOException">The engine fails.</exception>
    public void FailSometimes()
    {
        if (IsTimeToFail())
        {
            History.AddFailure();
            throw new IOException("The engine is unavailable.");
        }
    }

    /// <exception cref="IOException">The cache fails.</exception>
    public void FailCacheSometimes()
    {
        if (IsTimeToFail())
        {
            throw new IOException("The cache is unavailable.");
        }
    }

    private bool IsTimeToFail()
    {
        lock (_lock)
        {
            return _failures.NextDouble() < _failureRate;
        }
    }

    /// <summary>Stops the clock during a call of an engine, which has one time.</summary>
    public IDisposable StopClock()
    {
        lock (_lock)
        {
            _stops++;
        }

        return new Stop(this);
    }

    /// <summary>Advances the clock, unless a call of an engine is running.</summary>
    public void TryMoveClock(TimeSpan time)
    {
        lock (_lock)
        {
            if (_stops == 0)
            {
                _deployment.Clock.Advance(time);
            }
        }
    }

    /// <summary>Sets the interaction that makes the following calls of the engine.</summary>
    public void SetCurrent(Interaction? interaction) => _current.Value = interaction;

    public void AddCall(string call) => _current.Value?.Calls.Enqueue(call);

    public int NextNumber() => Interlocked.Increment(ref _number);

    public int NextValue() => Interlocked.Increment(ref _value);

    /// <summary>Returns the number of the next addition, or <see langword="null"/> after the last.</summary>
    public int? TryAdd() => Interlocked.Increment(ref _additions) is var next && next <= Addition.Limit ? next - 1 : null;

    public void CountOperation() => Interlocked.Increment(ref _operations);

    public int ChooseBrowser(Random random) => random.Next(Browsers);

    public string? GetCookie(int browser)
    {
        lock (_lock)
        {
            return _cookies[browser];
        }
    }

    public void SetCookie(int browser, string? token)
    {
        lock (_lock)
        {
            _cookies[browser] = token;
        }
    }

    public void AddToken(string token)
    {
        lock (_lock)
        {
            if (!_tokens.Contains(token))
            {
                _tokens.Add(token);
            }
        }
    }

    /// <summary>Returns one of all sent tokens, or <see langword="null"/>.</summary>
    public string? ChooseToken(Random random)
    {
        lock (_lock)
        {
            return _tokens.Count == 0 ? null : _tokens[random.Next(_tokens.Count)];
        }
    }

    private sealed class Stop(Round round) : IDisposable
    {
        public void Dispose()
        {
            lock (round._lock)
            {
                round._stops--;
            }
        }
    }
}
