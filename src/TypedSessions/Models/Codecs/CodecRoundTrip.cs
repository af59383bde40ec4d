using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TypedSessions.Models.Codecs;

/// <summary>Verifies that values survive encoding and decoding by a codec of the application.</summary>
internal static class CodecRoundTrip
{
    private const string NoMetadata = "Without metadata the stored forms alone are compared.";

    /// <summary>Returns what a value has lost in its stored form and what to do, or <see langword="null"/> for no loss.</summary>
    public static string? FindLoss<T>(SessionCodec<T> codec, T value, ReadOnlySpan<byte> encoded)
    {
        var restored = codec.Decode(encoded);
        return EqualityComparer<T>.Default.Equals(value, restored)
            ? null
            : FindLostPart(value, restored, typeof(T)) ?? FindDifference(codec, encoded, restored);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = NoMetadata)]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = NoMetadata)]
    private static string? FindLostPart(object? value, object? restored, Type type)
    {
        try
        {
            return new RoundTrip(JsonSerializerOptions.Default, compareScalars: true).FindLoss(value, restored, type);
        }
        catch (Exception)
        {
            // System.Text.Json has no metadata for some types, and a getter may throw.
            return null;
        }
    }

    private static string? FindDifference<T>(SessionCodec<T> codec, ReadOnlySpan<byte> encoded, T restored)
    {
        var again = new ArrayBufferWriter<byte>(encoded.Length + 1);
        codec.Encode(restored, again);
        return encoded.SequenceEqual(again.WrittenSpan)
            ? null
            : "its stored form differs after it was read. Write a form that depends on the value alone, or give the type value equality.";
    }
}
