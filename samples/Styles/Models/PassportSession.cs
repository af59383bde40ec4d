using TypedSessions;

namespace Styles.Models;

/// <summary>The one model of this site. Each style of ASP.NET Core that uses it leaves a stamp.</summary>
[SessionModel(JsonContext = typeof(StylesJson))]
public sealed partial class PassportSession
{
    /// <summary>How often each style was here, by its name.</summary>
    [SessionProperty]
    public partial SortedDictionary<string, int> Stamps { get; set; }

    /// <summary>Leaves a stamp. The dictionary is changed in place, and saved all the same.</summary>
    /// <returns>How many there are of this style now.</returns>
    public int Stamp(string style) => Stamps[style] = GetCount(style) + 1;

    public int GetCount(string style) => Stamps.GetValueOrDefault(style);
}
