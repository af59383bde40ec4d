using TypedSessions;

namespace Styles.Models;

/// <summary>The session model of this site. Each style of ASP.NET Core adds a stamp.</summary>
[SessionModel(JsonContext = typeof(StylesJson))]
public sealed partial class PassportSession
{
    /// <summary>Gets or sets the number of stamps of each style, by its name.</summary>
    [SessionProperty]
    public partial SortedDictionary<string, int> Stamps { get; set; }

    /// <summary>Gets or sets a message that only the next page shows.</summary>
    [SessionProperty(Flash = true)]
    public partial string? Message { get; set; }

    /// <summary>Adds a stamp. Changes in place are detected and saved.</summary>
    /// <returns>The number of stamps of the style.</returns>
    public int Stamp(string style) => Stamps[style] = GetCount(style) + 1;

    public int GetCount(string style) => Stamps.GetValueOrDefault(style);
}
