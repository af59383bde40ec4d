using System.Text;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>Answers of engines as texts that can be compared.</summary>
internal static class Shown
{
    public static string Of(SessionRecord? record) => record is null
        ? "nothing"
        : $"v{record.Version} {Of(record.Values)} owner={OwnerOf(record)} expires={record.Expires:O} ({record.Expiry})";

    public static string Of(CommitResult result) => $"{result.Outcome} {Of(result.Record)}";

    /// <summary>What is stored, without what time does to it.</summary>
    public static string Stored(SessionRecord record) => $"{Of(record.Values)} owner={OwnerOf(record)}";

    /// <summary>What a closed copy has in the place of an owner.</summary>
    public static string Closed(string? owner, IEnumerable<SessionKey> successors) => $"{owner} closed for {string.Join(' ', successors)}";

    public static string Of(SessionValues values)
        => Of(values.Select(value => KeyValuePair.Create(value.Key, Encoding.ASCII.GetString(value.Value.Span))));

    public static string Of(IEnumerable<KeyValuePair<string, string>> values)
        => "{" + string.Join(' ', values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}")) + "}";

    private static string? OwnerOf(SessionRecord record)
        => record.Closure is { } closure ? Closed(closure.Owner, closure.Successors) : record.Owner;

    /// <summary>Any answer.</summary>
    public static string Of(object? answer) => answer switch
    {
        CommitResult result => Of(result),
        SessionRecord record => Of(record),
        null => "nothing",
        _ => answer.ToString()!,
    };
}
