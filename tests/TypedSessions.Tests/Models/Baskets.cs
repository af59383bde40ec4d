
namespace TypedSessions.Tests.Models;

/// <summary>A model with properties whose items have a key each.</summary>
[SessionModel(Prefix = "m.", RetiredKeys = ["old", "draft-{0}"])]
internal sealed partial class Baskets
{
    public static IReadOnlyList<SessionProperty> All => PropertiesOf<Baskets>();

    [SessionProperty(Key = "cart-{0}")] public partial SessionMap<string, List<CartLine>> Carts { get; }

    [SessionProperty(Key = "seen-{0}-times")] public partial SessionMap<int, int> Seen { get; }

    [SessionProperty(Key = "note-{0}")] public partial SessionMap<string, string?> Notes { get; }

    [SessionProperty(Key = "price-{0}")] public partial SessionMap<decimal, string> Prices { get; }

    [SessionProperty(Key = "code-{0}", ExpiresAfterMinutes = 5)] public partial SessionMap<int, string?> Codes { get; }

    [SessionProperty(Key = "time-{0}")] public partial SessionMap<DateTime, int> Times { get; }

    [SessionProperty(Key = "state-{0}", FormerKeys = ["state_{0}"], Default = "new")]
    public partial SessionMap<Guid, string> States { get; }

    [SessionUpgrade(nameof(States))]
    private static string FromNumber(int number) => $"{number}";

    private static IReadOnlyList<SessionProperty> PropertiesOf<T>()
        where T : class, ISessionModel<T>
        => T.Properties;
}
