using System.Text;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>Answers of engines as texts that can be compared.</summary>
internal static class Shown
{
    public static string Format(SessionRecord? record) => record is null
        ? "nothing"
        : $"v{record.Version} {Format(record.Values)} owner={GetOwner(record)} expires={record.ExpiresAt:O} ({record.Expiry})";

    public static string Format(CommitResult result) => $"{result.Outcome} {Format(result.Record)}";

    /// <summary>What is stored, without what time does to it.</summary>
    public static string Stored(SessionRecord record) => $"{Format(record.Values)} owner={GetOwner(record)}";

    /// <summary>The description of a closed copy instead of an owner.</summary>
    public static string Closed(string? owner, IEnumerable<SessionKey> successors) => $"{owner} closed for {string.Join(' ', successors)}";

    public static string Format(SessionValues values)
        => Format(values.Select(value => KeyValuePair.Create(value.Key, Encoding.ASCII.GetString(value.Value.Span))));

    public static string Format(IEnumerable<KeyValuePair<string, string>> values)
        => "{" + string.Join(' ', values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}"))
            + "}";

    private static string? GetOwner(SessionRecord record)
        => record.Closure is { } closure ? Closed(closure.Owner, closure.Successors) : record.Owner;

    /// <summary>Any answer.</summary>
    public static string Format(object? answer) => answer switch
    {
        CommitResult result => Format(result),
        SessionRecord record => Format(record),
        null => "nothing",
        _ => answer.ToString()!,
    };
}
