// Everything as an expression: switches, patterns, LINQ, local functions, tuples and deconstruction over models and sessions.
namespace Expressions;

[SessionModel]
public partial class Preferences
{
    [SessionProperty] public partial string? Culture { get; set; }

    [SessionProperty] public partial bool? Compact { get; set; }

    [SessionProperty] public partial Dictionary<string, int> Weights { get; set; }

    [SessionProperty] public partial TimeSpan Reading { get; set; }

    public void Deconstruct(out string culture, out bool compact) => (culture, compact) = (Culture ?? "en", Compact ?? false);
}

public sealed class PreferenceService(Preferences preferences)
{
    public string Describe() => preferences switch
    {
        { Culture: "de" or "at", Compact: true } => "kurz",
        { Culture: { Length: 2 } culture } => culture,
        ("en", false) => "English",
        { Weights.Count: > 3 } => "many",
        _ => "none",
    };

    public IEnumerable<KeyValuePair<string, int>> Heaviest(int count)
        => from weight in preferences.Weights
           where weight.Value > count
           let name = weight.Key.ToUpperInvariant()
           orderby weight.Value descending, name
           select weight;

    public int this[string name]
    {
        get => preferences.Weights.GetValueOrDefault(name);
        set => _ = value switch { 0 => preferences.Weights.Remove(name), _ => (preferences.Weights[name] = value) > 0 };
    }

    public TimeSpan Add(TimeSpan time) => preferences.Reading += time;

    public bool Toggle() => (preferences.Compact = !(preferences.Compact ?? false)).Value;

    public int Sum()
    {
        return Weigh(preferences.Weights.Values.ToArray());

        static int Weigh(ReadOnlySpan<int> weights) => weights is [var first, .. var rest] ? first + Weigh(rest) : 0;
    }

    public static Func<HttpContext, string> Reader(string key) => context => context.Session.GetString(key) ?? "";

    public static string Pick(HttpContext context)
        => context is { Session: { IsAvailable: true } session, Request.Method: "GET" } ? session.Id : "";

    public static (int Visits, string? Name) Read(ISession session) => (session.GetInt32("visits") ?? 0, session.GetString("name"));
}
