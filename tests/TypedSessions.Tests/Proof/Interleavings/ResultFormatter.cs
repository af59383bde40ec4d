using System.Globalization;
using System.Text;
using TypedSessions.Storage;
using TypedSessions.Tests.Http;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>Formats results of engines as texts that can be compared.</summary>
internal static class ResultFormatter
{
    private static readonly SessionCodec<List<MergingCart.Line>> Lists = SessionCodec.Json<List<MergingCart.Line>>();

    public static string Format(SessionRecord? record) => record is null
        ? "nothing"
        : $"v{record.Version} {Format(record.Values)} owner={GetOwner(record)} expires={record.ExpiresAt:O} ({record.Expiry})";

    public static string Format(CommitResult result) => $"{result.Outcome} {Format(result.Record)}";

    /// <summary>Formats a record without its version and times.</summary>
    public static string FormatStored(SessionRecord record)
    {
        var values = record.Values.Select(value => KeyValuePair.Create(value.Key, FormatValue(value.Key, value.Value.Span)));
        return $"{Format(values)} owner={GetOwner(record)}";
    }

    /// <summary>Formats a stored value. The elements of a list may have any order.</summary>
    public static string FormatValue(string key, ReadOnlySpan<byte> value) => key switch
    {
        Scenario.List => Format(Lists.Decode(value)),
        Scenario.Number => SessionCodec.Int32.Decode(value).ToString(CultureInfo.InvariantCulture),
        _ => Encoding.ASCII.GetString(value),
    };

    public static string Format(List<MergingCart.Line> lines) => FormatList(lines.Select(line => line.Product));

    public static string FormatList(IEnumerable<string> elements) => string.Join(' ', elements.Order(StringComparer.Ordinal));

    /// <summary>Formats a closed copy in place of an owner.</summary>
    public static string FormatClosedCopy(string? owner, IEnumerable<SessionKey> successors)
        => $"{owner} closed for {string.Join(' ', successors)}";

    public static string Format(SessionValues values)
        => Format(values.Select(value => KeyValuePair.Create(value.Key, Encoding.Latin1.GetString(value.Value.Span))));

    public static string Format(IEnumerable<KeyValuePair<string, string>> values)
        => "{" + string.Join(' ', values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}"))
            + "}";

    private static string? GetOwner(SessionRecord record)
        => record.Closure is { } closure ? FormatClosedCopy(closure.Owner, closure.Successors) : record.Owner;

    /// <summary>Fails unless both texts are equal. Assert.Equal is too slow for millions of comparisons.</summary>
    public static void AssertEqual(string? promised, string? actual)
    {
        if (promised != actual)
        {
            Assert.Fail($"Promised: {promised ?? "nothing"}. Actual: {actual ?? "nothing"}.");
        }
    }

    /// <summary>Formats any result.</summary>
    public static string Format(object? answer) => answer switch
    {
        CommitResult result => Format(result),
        SessionRecord record => Format(record),
        null => "nothing",
        _ => answer.ToString()!,
    };
}
