using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TypedSessions.Models.Merging;

/// <summary>
/// Compares JSON by its content: numbers by their decimal digits, text by its characters, objects without regard to the order of members.
/// </summary>
internal sealed class JsonContent : IEqualityComparer<JsonElement>
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        SkipValidation = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonContent Comparer { get; } = new();

    public static bool AreEqual(JsonElement? left, JsonElement? right)
        => left.HasValue == right.HasValue && (!left.HasValue || JsonElement.DeepEquals(left.Value, right!.Value));

    /// <summary>Parses stored bytes; <see langword="null"/> if they are absent, not JSON, or nested too deep.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte>? stored, int maxDepth)
    {
        try
        {
            return stored is { } bytes ? JsonElement.Parse(bytes.Span, new JsonDocumentOptions { MaxDepth = maxDepth }) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Returns the bytes that were parsed.</summary>
    public static byte[] GetBytes(JsonElement element) => JsonMarshal.GetRawUtf8Value(element).ToArray();

    /// <summary>Creates an element from the JSON that a function writes.</summary>
    public static JsonElement Create(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = int.MaxValue });
    }

    /// <summary>Writes an element with the bytes that it was parsed from.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement element)
        => writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(element), skipInputValidation: true);

    public bool Equals(JsonElement x, JsonElement y) => JsonElement.DeepEquals(x, y);

    public int GetHashCode(JsonElement obj) => obj.ValueKind switch
    {
        // Equal numbers are equal as double, too; the reverse does not hold.
        JsonValueKind.Number => obj.TryGetDouble(out var number) ? number.GetHashCode() : 0,
        JsonValueKind.String => obj.GetString()!.GetHashCode(StringComparison.Ordinal),
        JsonValueKind.Array => obj.EnumerateArray().Aggregate(1, (hash, element) => HashCode.Combine(hash, GetHashCode(element))),
        JsonValueKind.Object => obj.EnumerateObject().Aggregate(2, (hash, member) => hash ^ GetHashCode(member)),
        var kind => (int)kind,
    };

    private int GetHashCode(JsonProperty member)
        => HashCode.Combine(member.Name.GetHashCode(StringComparison.Ordinal), GetHashCode(member.Value));
}
