using TypedSessions.Tests.Proof.Promises.Recording;
using TypedSessions.Tests.Proof.Promises.Workload;

namespace TypedSessions.Tests.Proof.Promises.Checking;

/// <summary>Derives the observations and commits of an interaction from the data of its client.</summary>
internal sealed class InteractionReader(Facts facts, Interaction interaction)
{
    private readonly List<TokenSession> _abandoned = [];

    // The session that the interaction changes; null for a new one.
    private TokenSession? _stored;

    // The closed session from which a new one continues or may continue.
    private TokenSession? _continued;
    private TokenSession? _possiblyContinued;

    // The commit of this interaction that created the session.
    private Commit? _making;

    private PendingChanges _changes = new();
    private View _loaded = View.Nothing;
    private View _view = View.Nothing;
    private string? _owner;
    private bool _rotates;
    private bool _hasCommitted;
    private bool _hasStarted;
    private bool _hasAbandoned;

    private bool KeepsRecords => facts.Expectations.KeepsRecords;

    public void Read()
    {
        foreach (var step in interaction.Steps)
        {
            if (ReferenceEquals(step, interaction.Steps[0]))
            {
                ReadFirstLook(step);
            }
            else
            {
                ReadChange(step);
            }

            _view = step.View;
        }

        if (interaction.Steps.Count == 0 && facts.Expectations.HasOtherOptions)
        {
            interaction.Tokens.Select(facts.GetSession).ToList().ForEach(session => session.PossibleUses.Add(interaction));
        }

        if (interaction.Kind is not InteractionKind.Find)
        {
            Commit(interaction.Saving, GetFinalCertainty(), FindNewSession(), isDroppedIfGone: !interaction.ReportsGone || _hasStarted);
            ReportUnsent();
        }
    }

    private TokenSession? FindNewSession() => interaction.NewToken is { } token ? facts.GetSession(token) : null;

    // After a success, the client must have the token of its session.
    private void ReportUnsent()
    {
        if (interaction is { Outcome: Outcome.Saved, DeletesCookie: false } && _making is not null && _making.Session != FindNewSession())
        {
            facts.Unsent.Add(_making);
        }
    }

    private void ReadFirstLook(Step step)
    {
        _loaded = step.View;
        if (!step.View.IsNew)
        {
            _owner = step.View.Owner;
            _stored = FindPresented(step.View);
            if (_stored is null)
            {
                facts.Foreign.Add(interaction);
                return;
            }

            _stored.Uses.Add(interaction);
        }

        foreach (var session in _stored is not null ? [_stored] : interaction.Tokens.Select(facts.GetSession))
        {
            session.Observations.Add(new Observation(interaction, interaction.Loading, session, step.View));
        }
    }

    // Sessions in cookies cannot be found by their ids.
    private TokenSession? FindPresented(View view)
        => interaction.Tokens.Select(facts.GetSession).FirstOrDefault(session => !KeepsRecords || session.Id == view.Id);

    private void ReadChange(Step step)
    {
        switch (step.Operation)
        {
            case Operation.Set set:
                _changes.Set(set.Key, set.Value);
                break;
            case Operation.Remove remove:
                _changes.Remove(remove.Key, isPresent: !_hasCommitted && _loaded.Values.ContainsKey(remove.Key));
                break;
            case Operation.Clear:
                _changes.Clear(isAnyPresent: !_hasCommitted && _loaded.Values.Count > 0);
                break;
            case Operation.SetExpiry set:
                _changes.SetExpiry(set.Expiry, _loaded.Expiry);
                break;
            case Operation.RegenerateId:
                ReadRotation(step, _owner);
                break;
            case Operation.SetOwner set when set.Owner != _view.Owner:
                ReadRotation(step, set.Owner);
                _owner = set.Owner;
                break;
            case Operation.Abandon:
                ReadAbandon();
                break;
            case Operation.Commit or Operation.StartResponse:
                Commit(
                    step.Period,
                    interaction.Outcome is Outcome.Gone ? Certainty.Possible : Certainty.Certain,
                    !KeepsRecords ? FindNewSession() : step.View.IsNew ? null : facts.GetSessionById(step.View.Id!),
                    isDroppedIfGone: interaction.Outcome is not Outcome.Saved || !interaction.ReportsGone || _hasStarted
                        || interaction.Does<Operation.Abandon>());
                (_hasCommitted, _loaded) = (true, _stored is null ? _loaded : step.View);
                _hasStarted |= step.Operation is Operation.StartResponse;
                break;
        }
    }

    // Without a stored session, the token may belong to a closed copy. Its values are then visible, except under the keys that the
    // request has set.
    private void ReadRotation(Step step, string? owner)
    {
        if (_stored is not null)
        {
            _rotates = true;
        }
        else if (KeepsRecords && _continued is null && interaction.Tokens is [var token] && !_hasAbandoned)
        {
            var closed = facts.GetSession(token);
            if (step.View.Values.Count > _view.Values.Count || step.View.Expiry != _view.Expiry || step.View.Owner != owner)
            {
                _continued = closed;
                _owner = step.View.Owner;
                var hidden = Notebook.FindSiblings(_changes.Keys.Concat(_changes.ObjectKeys)).ToArray();
                _loaded = step.View with { Values = step.View.Values.ExceptBy(hidden, static pair => pair.Key).ToDictionary() };
                closed.Observations.Add(
                    new Observation(interaction, step.Period, closed, step.View, IsCopy: true) { HiddenKeys = hidden });
            }
            else
            {
                _possiblyContinued = closed;
            }
        }
    }

    private void ReadAbandon()
    {
        if (_stored is not null)
        {
            _abandoned.Add(_stored);
        }

        (_stored, _continued, _possiblyContinued, _making) = (null, null, null, null);
        (_changes, _loaded, _owner, _rotates) = (new PendingChanges(), View.Nothing, null, false);
        _hasAbandoned = true;
    }

    private Certainty GetFinalCertainty() => interaction.Outcome switch
    {
        Outcome.Saved => Certainty.Certain,
        Outcome.Gone or Outcome.Discarded => Certainty.Never,
        _ => Certainty.Possible,
    };

    /// <param name="period">The period of the commit.</param>
    /// <param name="certainty">The certainty that it was stored.</param>
    /// <param name="shown">The session that the client received afterwards.</param>
    /// <param name="isDroppedIfGone">Whether the response does not report that the session had ended.</param>
    private void Commit(Period period, Certainty certainty, TokenSession? shown, bool isDroppedIfGone)
    {
        AddEndingsOfAbandoned(period, certainty);
        if (_stored is null ? CreatesSession(period, shown) : _rotates || (!KeepsRecords && ChangesCookie && shown != _stored))
        {
            // The response to a failed commit may contain the token of an earlier one.
            MakeSession(period, shown?.Origin is null ? shown : null, certainty);
        }
        else if (_stored is not null && !_changes.IsEmpty)
        {
            Add(_stored, period, certainty, isDroppedIfGone);
        }
    }

    private bool ChangesCookie => _changes.HasChanges || interaction.NewToken is not null;

    private bool CreatesSession(Period period, TokenSession? shown)
        => (_changes.HasValues || _owner is not null || _continued is not null || (_possiblyContinued is not null && shown is not null))
            && !(_changes.Expiry?.ExpiresAt <= period.From);

    // An observed session was stored. Another one may have been stored without a response with its token.
    private void MakeSession(Period period, TokenSession? shown, Certainty certainty)
    {
        certainty = shown is not null ? Certainty.Certain : certainty is Certainty.Never ? Certainty.Never : Certainty.Possible;
        var session = shown ?? FindPlannedSession();
        if (session.Origin is null && (_stored ?? _continued) is { } parent)
        {
            session.Continue(parent);
        }

        if (_rotates && certainty is not Certainty.Never)
        {
            _stored!.Endings.Add(new Ending(EndingKind.Rotated, period, interaction.Node, certainty, _stored.Owner, interaction));
        }

        (session.PossibleParent, session.Owner) = (_possiblyContinued, _owner);
        _making = Add(session, period, certainty, isDroppedIfGone: false);
        session.Origin ??= _making;
        (_stored, _continued, _possiblyContinued, _rotates) = (session, null, null, false);
    }

    // A new session has an id before it is stored.
    private TokenSession FindPlannedSession()
        => _stored is null && _continued is null && _possiblyContinued is null && KeepsRecords
            ? facts.GetSessionById(_view.Id!)
            : facts.AddSessionWithoutId();

    private Commit Add(TokenSession session, Period period, Certainty certainty, bool isDroppedIfGone)
    {
        var commit = new Commit(interaction, period, session, _changes) { Certainty = certainty, IsDroppedIfGone = isDroppedIfGone };
        session.Commits.Add(commit);
        facts.AddWrites(commit);
        _changes = new PendingChanges();
        return commit;
    }

    private void AddEndingsOfAbandoned(Period period, Certainty certainty)
    {
        foreach (var session in certainty is Certainty.Never && interaction.Outcome is not Outcome.Gone ? [] : _abandoned)
        {
            var ending = certainty is Certainty.Never ? Certainty.Possible : certainty;
            session.Endings.Add(new Ending(EndingKind.Abandoned, period, interaction.Node, ending, session.Owner, interaction));

            // If another rotation was first, this one has abandoned the old session.
            if (session is { Id: null, Parent: { } parent })
            {
                parent.Endings.Add(new Ending(
                    EndingKind.Abandoned, period, interaction.Node, Certainty.Possible, parent.Owner, interaction));
            }
        }

        _abandoned.Clear();
    }
}
