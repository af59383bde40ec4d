using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using TypedSessions.Http.Cookies;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>Compressed bytes: a byte for the method, four for the declared size, and the data.</summary>
internal sealed class CompressionTarget : FuzzTarget
{
    private const int HeaderSize = 1 + sizeof(int);
    private const int MaxSize = 256 * 1024;

    private bool _isRestored;
    private ReadOnlyMemory<byte> _payload;

    public override string Name => "compression";

    public override int Share => 30;

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            string[] texts = ["", "a", new string('x', 5000), string.Concat(Enumerable.Range(0, 200)), new string('\0', MaxSize)];
            foreach (var text in texts)
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                yield return Input(PayloadEncoding.Plain, bytes.Length, bytes.Length > MaxInput ? [] : bytes);
                yield return Input(
                    PayloadEncoding.Deflate, bytes.Length, Compress(bytes, output => new DeflateStream(output, CompressionLevel.Optimal)));
                yield return Input(
                    PayloadEncoding.Brotli, bytes.Length, Compress(bytes, output => new BrotliStream(output, CompressionLevel.Optimal)));
            }

            yield return Input(
                PayloadEncoding.Brotli, 100, Compress(new byte[10_000_000], output => new BrotliStream(output, CompressionLevel.Optimal)));
            yield return Input(
                PayloadEncoding.Deflate, 100, Compress(new byte[500_000], output => new DeflateStream(output, CompressionLevel.Optimal)));
        }
    }

    public override long AllocationLimit(ReadOnlySpan<byte> input) => 32_768 + (2L * input.Length) + GetSize(input);

    public override void Feed(ReadOnlyMemory<byte> input)
    {
        _isRestored = false;
        if (input.Length >= HeaderSize)
        {
            _isRestored = PayloadCompression.TryDecompress(
                input[HeaderSize..], (PayloadEncoding)input.Span[0], GetSize(input.Span), out _payload);
        }
    }

    public override int Check(ReadOnlyMemory<byte> input)
    {
        if (_isRestored)
        {
            Require(_payload.Length == GetSize(input.Span), "The payload has another size than was said.");
            var shrunk = PayloadCompression.Compress(_payload, out var encoding);
            Require(
                PayloadCompression.TryDecompress(shrunk, encoding, _payload.Length, out var again)
                && again.Span.SequenceEqual(_payload.Span),
                "Compressed again, the payload is another one.");
        }

        return Kind(_isRestored ? 1 : 0, input.IsEmpty ? -1 : input.Span[0], Magnitude(GetSize(input.Span)), Magnitude(input.Length));
    }

    private static int GetSize(ReadOnlySpan<byte> input)
        => input.Length < HeaderSize ? 0 : (int)((uint)BinaryPrimitives.ReadInt32BigEndian(input[1..]) % (MaxSize + 1));

    private static byte[] Input(PayloadEncoding encoding, int size, byte[] bytes)
    {
        var header = new byte[HeaderSize];
        header[0] = (byte)encoding;
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(1), size);
        return [.. header, .. bytes];
    }

    private static byte[] Compress(byte[] bytes, Func<Stream, Stream> open)
    {
        var output = new MemoryStream();
        using (var compressing = open(output))
        {
            compressing.Write(bytes);
        }

        return output.ToArray();
    }
}
