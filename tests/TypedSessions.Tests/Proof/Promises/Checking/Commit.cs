using TypedSessions.Tests.Proof.Promises.Recording;
using TypedSessions.Tests.Proof.Promises.Workload;

namespace TypedSessions.Tests.Proof.Promises.Checking;

/// <summary>The change of a key by a commit.</summary>
internal enum Effect
{
    None,
    Sets,
    Deletes,

    /// <summary>Deletes the key if the engine stores it although the request saw that it was absent.</summary>
    MayDelete,
}

/// <summary>The changes that one commit stores in a session.</summary>
internal sealed class Commit(Interaction by, Period period, TokenSession session, PendingChanges changes)
{
    public Interaction By => by;

    public Period Period => period;

    public TokenSession Session => session;

    public PendingChanges Changes => changes;

    public Certainty Certainty { get; set; }

    /// <summary>Whether it was reported as stored even if its session had ended.</summary>
    public bool IsDroppedIfGone { get; init; }

    /// <summary>Whether its outcome was unknown until a reader saw one of its values.</summary>
    public bool IsProvenByReader { get; private set; }

    /// <summary>The position in the history where its effect is certain: its end, or the first observation of one of its values.</summary>
    public long KnownBy { get; private set; } = period.End;

    /// <summary>Records an observation of one of its values.</summary>
    public void Prove(Observation observation)
    {
        KnownBy = Math.Min(KnownBy, observation.Period.End);
        if (Certainty is Certainty.Possible)
        {
            IsProvenByReader = true;
            Certainty = Certainty.Certain;
        }
    }
}

/// <summary>The changes of a request since its session was loaded or committed.</summary>
internal sealed class PendingChanges
{
    private readonly Dictionary<string, string?> _values = [];
    private readonly HashSet<string> _mayRemove = [];
    private bool _clears;
    private bool _mayClear;

    /// <summary>The set values.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Values => _values.Where(static pair => pair.Value is not null);

    /// <summary>The keys whose stored values are hidden.</summary>
    public IReadOnlyCollection<string> Keys => _values.Keys;

    /// <summary>The set expiry; <see langword="null"/> for none.</summary>
    public SessionExpiry? Expiry { get; private set; }

    /// <summary>Whether <see cref="Expiry"/> differs from the loaded one.</summary>
    public bool ChangesExpiry { get; private set; }

    public bool HasValues => Values.Any() || ObjectKeys.Count > 0;

    /// <summary>The keys of objects to which parts were added. Such an object is a value even without parts.</summary>
    public HashSet<string> ObjectKeys { get; } = [];

    /// <summary>Whether the engine stores something in any case.</summary>
    public bool HasChanges => _values.Count > 0 || _clears || ChangesExpiry;

    public bool IsEmpty => !HasChanges && !_mayClear && _mayRemove.Count == 0 && Expiry is null;

    public void Set(string key, string value)
    {
        _values[key] = value;
        if (Notebook.HasParts(Notebook.GetStoredKey(key)))
        {
            ObjectKeys.Add(Notebook.GetStoredKey(key));
        }
    }

    /// <summary>Removes a key. The removal of an absent key is a change only if the engine stores it.</summary>
    public void Remove(string key, bool isPresent)
    {
        _values.Remove(key);
        if (isPresent && !_clears && !_mayClear)
        {
            _values[key] = null;
        }
        else
        {
            _mayRemove.Add(key);
        }
    }

    public void Clear(bool isAnyPresent)
    {
        _values.Clear();
        ObjectKeys.Clear();
        _clears |= isAnyPresent && !_mayClear;
        _mayClear |= !_clears;
    }

    public void SetExpiry(SessionExpiry expiry, SessionExpiry loaded)
    {
        Expiry = expiry;
        ChangesExpiry = expiry != loaded;
    }

    public Effect EffectOn(string key) => _values.TryGetValue(key, out var value)
        ? value is null ? Effect.Deletes : Effect.Sets
        : _clears ? Effect.Deletes : _mayClear || _mayRemove.Contains(key) ? Effect.MayDelete : Effect.None;
}
