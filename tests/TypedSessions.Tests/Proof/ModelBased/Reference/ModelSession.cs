using System.Collections.Immutable;

namespace TypedSessions.Tests.Proof.ModelBased.Reference;

/// <summary>The way between a session of the model and whoever presented something to get at it.</summary>
internal interface IModelChannel
{
    /// <summary>
    /// What was presented: tickets, and <see langword="null"/> for what has the shape of a token and leads nowhere. Garbage is left out.
    /// </summary>
    IReadOnlyList<Ticket?> Presented { get; }

    /// <summary>Whether there was garbage among it.</summary>
    bool HasGarbage { get; }

    bool CanSend { get; }

    bool RenewExpiration { get; }

    bool IsReadOnly { get; }

    /// <summary>Gets the node that serves the request; <see langword="null"/> for a job.</summary>
    int? Node { get; }

    /// <summary>Whether a new id reaches the visitor.</summary>
    bool CanRotate { get; }
}

/// <summary>What a holder of the session is to be told; with a name, to keep that.</summary>
internal sealed record Notice(Name? Name, Kept? Session, DateTimeOffset? ExpiresAt)
{
    public static Notice Forget { get; } = new(null, null, null);
}

/// <summary>
/// A session in use, as promised: what was loaded, and what was changed since. How it is found
/// is in <c>ModelSession.Load.cs</c>, what becomes of it in <c>ModelSession.Commit.cs</c>.
/// </summary>
internal sealed partial class ModelSession(Model world, IModelChannel channel)
{
    private static readonly IReadOnlyDictionary<string, string?> NoChanges = new Dictionary<string, string?>();

    private readonly ModelLines _lines = new();

    private Shelf? _shelf;
    private bool _wasAllRefused;
    private Name? _name;
    private Kept? _kept;
    private ImmutableSortedDictionary<string, string> _values = Kept.NoValues;
    private bool _isCleared;
    private bool _isRotated;
    private Copy? _copy;
    private Copy? _continued;
    private List<(Name Name, Kept? Loaded)>? _abandoned;
    private SessionExpiry _expiry;
    private string? _owner;
    private bool _isActive;

    public bool IsAccessed { get; private set; }

    public bool IsStored => _kept is not null;

    public Notice? Notice { get; set; }

    /// <summary>What one does with a session, and what one sees.</summary>
    /// <exception cref="NotAllowed">One may not.</exception>
    /// <exception cref="EngineDown">The engine failed.</exception>
    public string Do(Act act)
    {
        switch (act)
        {
            case Look:
                Access();
                return ShowOverview();

            case Inquire:
                Access();
                Capture();
                return $"{(IsModified ? "modified" : "as stored")} {(_kept is null && _continued is null && !IsEstablished ? "empty" : "there")}";

            case Read read:
                Access();
                return _values.GetValueOrDefault(read.Key, Seen.Nothing);

            case Set set:
                SetValue(set.Key, set.Value);
                return Seen.Done;

            case Remove remove:
                Change();
                Assign(remove.Key);
                _values = _values.Remove(remove.Key);
                return Seen.Done;

            case Clear:
                Change();
                _lines.Forget();
                Empty();
                return Seen.Done;

            case ReadLines:
                Access();
                return string.Concat(_lines.Create(_values));

            case AddLine add:
                Access();
                _lines.Create(_values).Add(add.Line);
                return Seen.Done;

            case DropLine:
                Access();
                var lines = _lines.Create(_values);
                lines.RemoveRange(Math.Max(0, lines.Count - 1), Math.Min(1, lines.Count));
                return Seen.Done;

            case RegenerateId:
                Rotate();
                return Seen.Done;

            case Abandon:
                Change();
                StartOver();
                return Seen.Done;

            case SetExpiry set:
                Change();
                _expiry = World.GetExpiry(set, world.Clock);
                _isExpiryAssigned = _mayBeStale;
                return Seen.Done;

            case SetOwner set:
                Own(set.Owner);
                return Seen.Done;

            case SignIn signIn:
                Rotate();
                Own(signIn.Owner);
                return Seen.Done;

            case Peek:
                IsAccessed = true;
                Load();
                return $"{TimeLeft?.TotalMilliseconds}";

            default:
                throw new ArgumentException($"A session does not know what '{act}' is.", nameof(act));
        }
    }

    /// <summary>Any use but to peek: the visitor is there.</summary>
    public void Access()
    {
        IsAccessed = true;
        Load();
        _isActive = true;
    }

    // What the changes are on top of.
    private Kept? Base => _kept ?? _continued?.Record;

    private TimeSpan? TimeLeft
        => (_kept is null || _expiry == _kept.Expiry ? _kept?.ExpiresAt : ExpiresAt(_expiry, _kept.AbsoluteExpiration)) - world.Now is { } left
            ? left < TimeSpan.Zero ? TimeSpan.Zero : left
            : null;

    // What is there when it is committed counts, and not what was once set.
    private bool IsEstablished => _kept is null && (_owner is not null || _values.Count > 0);

    private bool IsModified
        => _isCleared || GetChanges().Count > 0 || _isRotated || _continued is not null || _abandoned is not null
            || (_kept is null ? IsEstablished : HasNewExpiry(_kept) || _owner != _kept.Owner);

    private string ShowOverview()
    {
        var keys = string.Concat(_values.Keys.Where(key => key != Basket.LinesKey));
        return $"{(_kept is null ? "new" : "stored")} {world.GetNumber(_name ??= new Name())} [{keys}] {_expiry.ToStoredValue()} {_owner} {_kept?.CreatedAt.ToUnixTimeMilliseconds()}";
    }

    private void Change()
    {
        Refuse(channel.IsReadOnly);
        Access();
    }

    private void SetValue(string key, string value)
    {
        Change();
        Refuse(IsTooLateToBegin);
        Assign(key);
        _values = _values.SetItem(key, value);
    }

    private void Own(string? owner)
    {
        Change();
        if (owner == _owner)
        {
            return;
        }

        // An owner changes together with the id, so only where the new one reaches the visitor.
        if (_kept is not null || _copy is not null)
        {
            Refuse(channel.Node is null);
            Rotate();
        }

        if (owner is not null)
        {
            Refuse(IsTooLateToBegin);
        }

        _owner = owner;
    }

    private void Rotate()
    {
        Change();
        Refuse(!channel.CanSend || !channel.CanRotate);
        if (_copy is { CanContinue: true } copy)
        {
            ContinueFrom(copy);
        }

        _isRotated = _kept is not null;
    }

    private void StartOver()
    {
        _lines.Forget();
        if (_kept is not null)
        {
            (_abandoned ??= []).Add((_name!, _kept));
        }
        else if ((_copy ?? _continued) is { } copy)
        {
            (_abandoned ??= []).Add((copy.Name, null));
        }

        IsGone = false;
        _name = null;
        _kept = null;
        _copy = null;
        _continued = null;
        _values = Kept.NoValues;
        _isCleared = false;
        _isRotated = false;
        _expiry = SessionExpiry.Default;
        _owner = null;
        TrustWhatIsKnown();
    }

    private void Empty()
    {
        _isCleared = _mayBeStale || Base is { Values.Count: > 0 };
        _assigned.Clear();
        _values = Kept.NoValues;
    }

    /// <summary>Gets or sets whether a list that cannot be stored is left out: the handler has been told.</summary>
    public bool SkipsUnstorable { get; set; }

    /// <summary>What was changed in place is as good as set, from now on.</summary>
    public void Capture()
    {
        try
        {
            if (_lines.TakeChange(_values) is { } changed)
            {
                SetValue(Basket.LinesKey, changed);
                _lines.MarkSet(changed);
            }
        }
        catch (NotAllowed) when (SkipsUnstorable)
        {
        }
    }

    // A record that travels cannot reach the browser any more, and neither can a new cookie.
    private bool IsTooLateForRecords => world.Rules.RecordsTravel && !channel.CanSend;

    private bool IsTooLateToBegin => IsTooLateForRecords || (_kept is null && _copy is null && !IsEstablished && !channel.CanSend);

    private static void Refuse(bool isRefused)
    {
        if (isRefused)
        {
            throw new NotAllowed();
        }
    }
}
