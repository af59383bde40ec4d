using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TypedSessions.Hosting.Commands;

/// <summary>Prints sessions for programs: one JSON object on each line.</summary>
internal sealed class JsonSessionPrinter(TextWriter output) : ISessionPrinter
{
    public void PrintRow(SessionRecordEntry session) => Print(Describe(session), SessionsJson.Default.SessionRow);

    public void PrintEnd(int count, bool isCut)
    {
    }

    public void PrintDetails(SessionRecordEntry session)
        => Print(
            Describe(session) with
            {
                Values = [.. session.Record.Values.Select(static value => new ValueRow(value.Key, value.Value.Length))],
            },
            SessionsJson.Default.SessionRow);

    public void PrintCount(long count) => Print(new CountRow(count), SessionsJson.Default.CountRow);

    public void PrintEnded(int count) => Print(new EndedRow(count), SessionsJson.Default.EndedRow);

    private void Print<T>(T row, JsonTypeInfo<T> type) => output.WriteLine(JsonSerializer.Serialize(row, type));

    private static SessionRow Describe(SessionRecordEntry session)
    {
        var (record, device) = (session.Record, session.Record.Device);
        return new SessionRow(
            session.Key.ToString(),
            record.Owner,
            record.CreatedAt,
            record.ExpiresAt,
            record.SignedInAt,
            record.LastSeenAt,
            device?.Label,
            device?.UserAgent,
            device?.SignInAddress,
            device?.LastAddress,
            record.Values.Payload.Length);
    }
}

/// <summary>A session, without its values.</summary>
internal sealed record SessionRow(
    string Key,
    string? Owner,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? SignedInAt,
    DateTimeOffset? LastSeenAt,
    string? Label,
    string? UserAgent,
    string? SignInAddress,
    string? LastAddress,
    int Size)
{
    /// <summary>Gets the keys of the session's values; <see langword="null"/> in a list.</summary>
    public ValueRow[]? Values { get; init; }
}

/// <summary>A key of a session, with the size of its value in bytes.</summary>
internal sealed record ValueRow(string Key, int Size);

/// <summary>How many sessions there are.</summary>
internal sealed record CountRow(long Count);

/// <summary>How many sessions were ended.</summary>
internal sealed record EndedRow(int Ended);

/// <summary>How many expired sessions were removed, or would be.</summary>
internal sealed record ClearedRow(long? Removed, long? Expired);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SessionRow))]
[JsonSerializable(typeof(CountRow))]
[JsonSerializable(typeof(EndedRow))]
[JsonSerializable(typeof(ClearedRow))]
internal sealed partial class SessionsJson : JsonSerializerContext;
