using System.Security.Cryptography;
using System.Text;
using TypedSessions.Models;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Engines.Conformance;

/// <summary>Creates keys, values and changes.</summary>
internal static class Records
{
    private static readonly SessionProperty<List<int>> Lists = new(0, "List", "list", SessionCodec.Json<List<int>>())
    {
        Merge = SessionMergePlan.List(),
    };

    private static readonly SessionProperty<string> Alone = new(0, "Alone", "alone", SessionCodec.String)
    {
        Merge = SessionMergePlan.Fail,
    };

    public static SessionKey NewKey() => new(RandomNumberGenerator.GetBytes(SessionKey.Size));

    public static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static SessionValues Values(params (string Key, string Value)[] values)
        => SessionValues.From(values.Select(pair => KeyValuePair.Create(pair.Key, Bytes(pair.Value))));

    public static SessionValueChange Set(string key, string value) => new(key, Bytes(value));

    /// <summary>Sets a list of numbers that is merged with concurrent changes.</summary>
    /// <param name="key">The key.</param>
    /// <param name="before">The list before the change, as JSON.</param>
    /// <param name="after">The changed list.</param>
    public static SessionValueChange SetList(string key, string before, string after)
        => new(new ValueKey(key), Bytes(after), new PropertyMerge<List<int>>(Lists, Lists.Codec) { Base = Bytes(before) });

    /// <summary>Sets a value that refuses concurrent changes.</summary>
    public static SessionValueChange SetAlone(string key, string before, string after)
        => new(new ValueKey(key), Bytes(after), new PropertyMerge<string>(Alone, Alone.Codec) { Base = Bytes(before) });

    public static SessionValueChange Unset(string key) => new(key, null);

    /// <summary>Formats values as "key=value" in the order of their keys.</summary>
    public static string Show(this SessionValues values)
        => string.Join(' ', values.Select(pair => $"{pair.Key}={Encoding.UTF8.GetString(pair.Value.Span)}"));

    public static SessionValues UnreadableValues() => SessionValues.FromPayload(new byte[] { 1, 200, 3 });
}
