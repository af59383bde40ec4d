using Microsoft.AspNetCore.Http;

namespace TypedSessions.Tests.Proof.ModelBased.Subject;

/// <summary>Does to a session what it is told, and says what is to be seen.</summary>
internal sealed class SessionHands(Func<ITypedSession> find, SessionHands.Naming naming)
{
    private ITypedSession? _session;
    private Basket? _basket;

    private ITypedSession Session => _session ??= find();

    private Basket Basket => _basket ??= Session.As<Basket>();

    public string Do(Act act)
    {
        switch (act)
        {
            case Look:
                return ShowOverview();

            case Inquire:
                return $"{(Session.IsModified ? "modified" : "as stored")} {(Session.IsEmpty ? "empty" : "there")}";

            case Read read:
                return Session.GetString(read.Key) ?? Seen.Nothing;

            case Set set:
                Session.SetString(set.Key, set.Value);
                return Seen.Done;

            case Remove remove:
                Session.Remove(remove.Key);
                return Seen.Done;

            case Clear:
                Session.Clear();
                return Seen.Done;

            case ReadLines:
                return string.Concat(Basket.Lines);

            case AddLine add:
                Basket.Lines.Add(add.Line);
                return Seen.Done;

            case DropLine:
                var lines = Basket.Lines;
                lines.RemoveRange(Math.Max(0, lines.Count - 1), Math.Min(1, lines.Count));
                return Seen.Done;

            case RegenerateId:
                Session.RegenerateId();
                return Seen.Done;

            case Abandon:
                Session.Abandon();
                return Seen.Done;

            case SetExpiry set:
                Session.Expiry = World.GetExpiry(set, naming.Clock.Now);
                return Seen.Done;

            case SetOwner set:
                Session.Owner = set.Owner;
                return Seen.Done;

            case SignIn signIn:
                Session.RegenerateId();
                Session.Owner = signIn.Owner;
                return Seen.Done;

            case Peek:
                return $"{Session.TimeLeft?.TotalMilliseconds}";

            default:
                throw new ArgumentException($"A session does not know what '{act}' is.", nameof(act));
        }
    }

    private string ShowOverview()
    {
        var keys = string.Concat(Session.Keys.Where(key => key != Basket.LinesKey).Order(StringComparer.Ordinal));
        return $"{(Session.IsNew ? "new" : "stored")} {naming.GetNumber(Session.Id)} [{keys}] {Session.Expiry.ToStoredValue()} {Session.Owner} {Session.CreatedAt?.ToUnixTimeMilliseconds()}";
    }

    /// <summary>Ids are random, so they get numbers in the order in which they are seen.</summary>
    internal sealed class Naming(WorldClock clock)
    {
        private readonly Dictionary<string, int> _numbers = [];

        public WorldClock Clock { get; } = clock;

        public int GetNumber(string id)
        {
            if (!_numbers.TryGetValue(id, out var number))
            {
                _numbers[id] = number = _numbers.Count;
            }

            return number;
        }

        public void Begin() => _numbers.Clear();
    }
}
