using System.Globalization;

namespace TypedSessions.Dashboard.Rendering;

/// <summary>Numbers, sizes and times as pages show them, the same in every culture.</summary>
internal static class Text
{
    private const int ShortKeyLength = 12;

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Size(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0:0.#} MiB"),
    };

    public static string Milliseconds(double? milliseconds) => milliseconds switch
    {
        null => "–",
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds * 1000:0} µs"),
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.0} ms"),
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s"),
    };

    /// <summary>Returns a time as the distance from now: "3 min ago", "in 2 h".</summary>
    public static string Relative(DateTimeOffset time, DateTimeOffset now)
    {
        var distance = (time - now).Duration();
        return distance < TimeSpan.FromSeconds(1) ? "now"
            : time > now ? $"in {Duration(distance)}"
            : $"{Duration(distance)} ago";
    }

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => Milliseconds(time.TotalMilliseconds),
        { TotalSeconds: < 60 } => Whole(time.TotalSeconds, "s"),
        { TotalMinutes: < 60 } => Whole(time.TotalMinutes, "min"),
        { TotalHours: < 48 } => Whole(time.TotalHours, "h"),
        _ => Whole(time.TotalDays, "days"),
    };

    public static string Utc(DateTimeOffset time)
        => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Iso(DateTimeOffset time)
        => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Returns the beginning of a key, which is enough to recognize a session in a list.</summary>
    public static string ShortKey(string key) => key[..Math.Min(ShortKeyLength, key.Length)];

    private static string Whole(double number, string unit)
        => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(number):N0} {unit}");
}
