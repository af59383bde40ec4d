using System.IO.Compression;

namespace TypedSessions.Http.Cookies;

/// <summary>Compresses and decompresses payloads.</summary>
internal static class PayloadCompression
{
    private const int Quality = 5;
    private const int Window = 18;

    // A shorter payload fits into one cookie, and its compression would take longer than its encryption.
    private const int MinSize = 1024;

    /// <summary>Returns the shortest form of a payload, and its encoding.</summary>
    public static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> payload, out PayloadEncoding encoding)
    {
        encoding = PayloadEncoding.Plain;
        var shortest = payload;
        if (payload.Length < MinSize)
        {
            return shortest;
        }

        if (Deflate(payload.Span) is var deflated && deflated.Length < shortest.Length)
        {
            (shortest, encoding) = (deflated, PayloadEncoding.Deflate);
        }

        if (Brotli(payload.Span) is var brotli && brotli.Length > 0 && brotli.Length < shortest.Length)
        {
            (shortest, encoding) = (brotli, PayloadEncoding.Brotli);
        }

        return shortest;
    }

    /// <summary>Decompresses a payload from a form that <see cref="Compress"/> returned.</summary>
    /// <param name="compressed">The compressed form.</param>
    /// <param name="encoding">The encoding of the compressed form.</param>
    /// <param name="size">The size of the payload in bytes. No more bytes are decompressed.</param>
    /// <param name="payload">The payload.</param>
    /// <returns>Whether the compressed form is valid, and its payload has exactly that size.</returns>
    public static bool TryDecompress(
        ReadOnlyMemory<byte> compressed, PayloadEncoding encoding, int size, out ReadOnlyMemory<byte> payload)
    {
        payload = compressed;
        if (encoding is PayloadEncoding.Plain)
        {
            return compressed.Length == size;
        }

        if (OpenReader(compressed, encoding) is not { } reader)
        {
            return false;
        }

        using (reader)
        {
            return TryReadAll(reader, size, out payload);
        }
    }

    private static byte[] Deflate(ReadOnlySpan<byte> payload)
    {
        var output = new MemoryStream(payload.Length);
        using (var deflate = new DeflateStream(output, CompressionLevel.Optimal))
        {
            deflate.Write(payload);
        }

        return output.ToArray();
    }

    // Empty if the result would not be shorter.
    private static ReadOnlyMemory<byte> Brotli(ReadOnlySpan<byte> payload)
    {
        var output = new byte[payload.Length];
        return BrotliEncoder.TryCompress(payload, output, out var written, Quality, Window) ? output.AsMemory(0, written) : default;
    }

    private static Stream? OpenReader(ReadOnlyMemory<byte> compressed, PayloadEncoding encoding)
    {
        var input = new MemoryStream(compressed.ToArray(), writable: false);
        return encoding switch
        {
            PayloadEncoding.Deflate => new DeflateStream(input, CompressionMode.Decompress),
            PayloadEncoding.Brotli => new BrotliStream(input, CompressionMode.Decompress),
            _ => null,
        };
    }

    private static bool TryReadAll(Stream reader, int size, out ReadOnlyMemory<byte> payload)
    {
        var bytes = new byte[size];
        payload = bytes;
        try
        {
            return reader.ReadAtLeast(bytes, size, throwOnEndOfStream: false) == size && reader.ReadByte() < 0;
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or IOException)
        {
            return false;
        }
    }
}

/// <summary>The forms of a payload in a sealed record. The numbers are stored.</summary>
internal enum PayloadEncoding : byte
{
    Plain = 0,
    Deflate = 1,
    Brotli = 2,
}
