namespace TypedSessions.Integration.Accounts;

/// <inheritdoc/>
/// <remarks>Names the common browsers and systems without their versions, which do not help users to recognize a device.</remarks>
internal sealed class UserAgentDisplay : IDeviceDisplay
{
    private const string Unknown = "Unknown device";

    // In this order, because most browsers name others, too.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];

    /// <inheritdoc/>
    public string GetText(SessionDevice? device)
    {
        var browser = Find(Browsers, device?.UserAgent);
        var system = Find(Systems, device?.UserAgent);
        return browser is not null && system is not null ? $"{browser} on {system}" : browser ?? system ?? Unknown;
    }

    private static string? Find((string Mark, string Name)[] table, string? userAgent)
        => userAgent is null ? null : Array.Find(table, entry => userAgent.Contains(entry.Mark, StringComparison.Ordinal)).Name;
}
