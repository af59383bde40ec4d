using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Workload;

/// <summary>Runs random operations of a request or job on its session.</summary>
internal sealed class SessionScript(Round round, Interaction interaction, Random random, ITypedSession session)
{
    private static readonly string?[] Owners = ["ann", "bob", null];

    private View _view = View.Nothing;
    private bool _hasStarted;
    private bool _hasCommitted;

    /// <summary>Whether the session may get a new id.</summary>
    public bool CanRotate { get; init; }

    /// <summary>Whether a stored session may get an owner.</summary>
    public bool CanSetOwner { get; init; }

    /// <summary>Whether changes can be committed before the end.</summary>
    public bool CanCommit { get; init; }

    /// <summary>Starts the response; <see langword="null"/> outside a request.</summary>
    public Func<Task>? StartResponseAsync { get; init; }

    /// <summary>Reads the session for the first time.</summary>
    /// <param name="loading">The start of the load.</param>
    public void Begin(Period loading)
    {
        _view = Notebook.Look(session);
        interaction.Loading = round.History.End(loading);
        interaction.Steps.Add(new Step(new Operation.Look(), interaction.Loading, _view));
    }

    public async Task RunAsync()
    {
        for (var left = random.Next(6); left > 0; left--)
        {
            await round.PauseAsync();
            round.CountOperation();
            await DoAsync(Choose());
            if (_hasStarted && _view.IsNew)
            {
                // A new session can no longer begin.
                return;
            }
        }
    }

    private Operation Choose()
    {
        var key = Notebook.Keys[random.Next(Notebook.Keys.Length)];

        // The browser stores only the last of several cookies in a response.
        var mayChangeIdentity = !_hasStarted && (!_hasCommitted || round.Deployment.Expectations.KeepsRecords);
        return random.Next(100) switch
        {
            < 6 => new Operation.Look(),
            < 15 => new Operation.Remove(key),
            < 18 => new Operation.Clear(),
            < 23 when _view.Values.ContainsKey(key) && round.Deployment.Expectations.IsFresh => new Operation.SetAgain(key),
            < 33 when mayChangeIdentity && CanRotate => new Operation.RegenerateId(),
            < 40 when mayChangeIdentity && (CanSetOwner || (CanRotate && _view.IsNew))
                => new Operation.SetOwner(Owners[random.Next(Owners.Length)]),
            < 44 when mayChangeIdentity => new Operation.Abandon(),
            < 51 when !_hasStarted => new Operation.SetExpiry(ChooseExpiry()),
            < 58 when CanCommit => new Operation.Commit(),
            < 61 when StartResponseAsync is not null && !_hasStarted => new Operation.StartResponse(),
            < 66 when round.TryAdd() is { } number => new Operation.Set(Addition.GetKey(number), Addition.GetValue(number)),
            _ => new Operation.Set(key, $"{round.NextValue()}"),
        };
    }

    private SessionExpiry ChooseExpiry()
    {
        var now = round.Deployment.Clock.GetUtcNow();
        return random.Next(12) switch
        {
            < 3 => SessionExpiry.Default,
            < 5 => SessionExpiry.WithBrowser,
            < 7 => SessionExpiry.Idle(TimeSpan.FromMinutes(30)),
            < 9 => SessionExpiry.Idle(TimeSpan.FromDays(3)),
            9 => SessionExpiry.At(now + TimeSpan.FromMinutes(40)),
            10 => SessionExpiry.At(now + TimeSpan.FromHours(15)),
            _ => SessionExpiry.At(now - TimeSpan.FromHours(1)),
        };
    }

    private async Task DoAsync(Operation operation)
    {
        var period = round.History.Begin();
        switch (operation)
        {
            case Operation.Set set:
                Notebook.Set(session, set.Key, set.Value);
                break;
            case Operation.SetAgain set:
                Notebook.SetAgain(session, set.Key);
                break;
            case Operation.Remove remove:
                Notebook.Remove(session, remove.Key);
                break;
            case Operation.Clear:
                session.Clear();
                break;
            case Operation.RegenerateId:
                session.RegenerateId();
                break;
            case Operation.SetOwner set:
                session.Owner = set.Owner;
                break;
            case Operation.SetExpiry set:
                session.Expiry = set.Expiry;
                break;
            case Operation.Abandon:
                session.Abandon();
                break;
            case Operation.Commit:
                interaction.Saving = period;
                await session.CommitAsync();
                _hasCommitted = true;
                break;
            case Operation.StartResponse:
                interaction.Saving = period;
                await StartResponseAsync!();
                _hasStarted = true;
                break;
        }

        // The following operations depend on the values that are read here.
        _view = Notebook.Look(session);
        interaction.Steps.Add(new Step(operation, round.History.End(period), _view));
    }
}
