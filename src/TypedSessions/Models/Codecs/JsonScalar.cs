using System.Text.Json;
using System.Text.Json.Serialization;

namespace TypedSessions.Models.Codecs;

/// <summary>Reads scalars that other code stored as JSON: <c>SetString(key, JsonSerializer.Serialize(42))</c>.</summary>
internal static class JsonScalar
{
    private static readonly JsonSerializerOptions Options = new();

    /// <summary>Returns whether bytes begin like a number in text, which few binary numbers do.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> stored) => stored is [(>= (byte)'0' and <= (byte)'9') or (byte)'-', ..];

    public static bool TryRead<T>(ReadOnlySpan<byte> stored, JsonConverter<T> converter, out T value)
    {
        value = default!;
        try
        {
            var reader = new Utf8JsonReader(stored);
            if (reader.Read()
                && reader.TokenType is JsonTokenType.Number or JsonTokenType.String or JsonTokenType.True or JsonTokenType.False)
            {
                value = converter.Read(ref reader, typeof(T), Options)!;
                return !reader.Read();
            }
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            // The bytes are not JSON of the type.
        }

        return false;
    }
}
