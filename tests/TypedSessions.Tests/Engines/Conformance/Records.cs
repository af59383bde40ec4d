using System.Security.Cryptography;
using System.Text;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Engines.Conformance;

/// <summary>Short ways to keys, values and changes.</summary>
internal static class Records
{
    public static SessionKey NewKey() => new(RandomNumberGenerator.GetBytes(SessionKey.Size));

    public static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static SessionValues Values(params (string Key, string Value)[] values)
        => SessionValues.From(values.Select(pair => KeyValuePair.Create(pair.Key, Bytes(pair.Value))));

    public static SessionValueChange Set(string key, string value) => new(key, Bytes(value));

    public static SessionValueChange Unset(string key) => new(key, null);

    /// <summary>The values as "key=value" in the order of their keys.</summary>
    public static string Show(this SessionValues values)
        => string.Join(' ', values.Select(pair => $"{pair.Key}={Encoding.UTF8.GetString(pair.Value.Span)}"));

    public static SessionValues UnreadableValues() => SessionValues.FromPayload(new byte[] { 1, 200, 3 });
}
