using System.Globalization;

namespace TypedSessions.Hosting.Commands;

/// <summary>Prints sessions as text for people.</summary>
internal sealed class TextSessionPrinter(TextWriter output) : ISessionPrinter
{
    private bool _hasHeader;

    public void PrintRow(SessionRecordEntry session)
    {
        if (!_hasHeader)
        {
            output.WriteLine($"{"Key",-64}  {"Expires",-20}  {"Last seen",-20}  User");
            _hasHeader = true;
        }

        var (expires, seen) = (Format(session.Record.ExpiresAt), Format(session.Record.LastSeenAt));
        output.WriteLine($"{session.Key}  {expires,-20}  {seen,-20}  {Clean(session.Record.Owner)}".TrimEnd());
    }

    public void PrintEnd(int count, bool isCut)
        => output.WriteLine(isCut ? $"The first {Format(count)} sessions; see --limit." : Count(count, "session") + ".");

    public void PrintDetails(SessionRecordEntry session)
    {
        var (record, device) = (session.Record, session.Record.Device);
        Print("Key", session.Key.ToString());
        Print("User", Clean(record.Owner));
        Print("Created", Format(record.CreatedAt));
        Print("Expires", Format(record.ExpiresAt));
        Print("Signed in", Format(record.SignedInAt));
        Print("Last seen", Format(record.LastSeenAt));
        Print("Label", Clean(device?.Label));
        Print("User agent", Clean(device?.UserAgent));
        Print("Address", Clean(device?.LastAddress ?? device?.SignInAddress));
        Print("Values", record.Values.IsReadable
            ? $"{Count(record.Values.Count, "key")}, {Count(record.Values.Payload.Length, "byte")}"
            : "unreadable");
        foreach (var (key, value) in record.Values)
        {
            output.WriteLine($"  {Clean(key)}: {Count(value.Length, "byte")}");
        }
    }

    public void PrintCount(long count) => output.WriteLine(Count(count, "session") + ".");

    public void PrintEnded(int count) => output.WriteLine($"Ended {Count(count, "session")}.");

    private void Print(string name, string value)
    {
        if (value.Length > 0)
        {
            output.WriteLine($"{name,-10}  {value}");
        }
    }

    private static string Count(long number, string noun) => $"{Format(number)} {noun}{(number == 1 ? "" : "s")}";

    private static string Format(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Format(DateTimeOffset? time) => time?.UtcDateTime.ToString("u", CultureInfo.InvariantCulture) ?? "";

    // Clients choose some of the texts, and control characters could manipulate the terminal.
    private static string Clean(string? text)
        => text is null ? "" : string.Create(text.Length, text, static (characters, text) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                characters[i] = char.IsControl(text[i]) || char.GetUnicodeCategory(text[i]) is UnicodeCategory.Format ? '?' : text[i];
            }
        });
}
