using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using TypedSessions.Http.Cookies;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Http.Cookies;

/// <summary>Compression of sealed sessions. Off by default, because the length of compressed data leaks information.</summary>
public sealed class CookieCompressionTests
{
    private readonly ManualClock _clock = new();
    private readonly EphemeralDataProtectionProvider _keys = new();

    [Fact]
    public void Only_compressible_payloads_are_compressed()
    {
        var compressing = Open(it => it.Compress = true);
        var plain = Open();
        var text = Session(Values(("text", string.Concat(Enumerable.Repeat("to be or not to be ", 200)))));
        var bytes = new ReadOnlyMemory<byte>(RandomNumberGenerator.GetBytes(2000));
        var noise = Session(SessionValues.From([KeyValuePair.Create("noise", bytes)]));

        Assert.InRange(compressing.Seal(text).Length, 1, plain.Seal(text).Length / 5);
        Assert.Equal(plain.Seal(noise).Length, compressing.Seal(noise).Length);
        Assert.Equal(Bytes(text), Bytes(compressing.Open(compressing.Seal(text))));
        Assert.Equal(Bytes(noise), Bytes(compressing.Open(compressing.Seal(noise))));
    }

    [Fact]
    public void By_default_the_length_does_not_reveal_how_similar_two_values_are()
    {
        var engine = Open();
        var secret = new string('s', 1000);

        var alike = Session(Values(("secret", secret), ("guess", secret)));
        var unlike = Session(Values(("secret", secret), ("guess", string.Concat(Enumerable.Range(0, 100).Select(i => $"{i:0000000000}")))));

        Assert.Equal(engine.Seal(unlike).Length, engine.Seal(alike).Length);
    }

    [Fact]
    public void A_session_that_was_compressed_is_read_after_compression_is_turned_off()
    {
        var session = Session(Values(("text", new string('x', 5000))));

        Assert.Equal(Bytes(session), Bytes(Open().Open(Open(it => it.Compress = true).Seal(session))));
    }

    [Fact]
    public void Both_ways_to_compress_are_read()
    {
        var payload = Values(("text", new string('x', 5000))).Payload;
        var deflated = Compress(payload, it => new DeflateStream(it, CompressionLevel.Fastest));
        var brotli = Compress(payload, it => new BrotliStream(it, CompressionLevel.Fastest));
        foreach (var (encoding, bytes) in new[] { (PayloadEncoding.Deflate, deflated), (PayloadEncoding.Brotli, brotli) })
        {
            Assert.True(PayloadCompression.TryDecompress(bytes, encoding, payload.Length, out var restored));
            Assert.Equal(payload.ToArray(), restored.ToArray());
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_compressed_payload_of_another_size_than_declared_is_refused(int difference)
    {
        var payload = Values(("text", new string('x', 5000))).Payload;
        var shrunk = PayloadCompression.Compress(payload, out var encoding);

        Assert.NotEqual(PayloadEncoding.Plain, encoding);
        Assert.False(PayloadCompression.TryDecompress(shrunk, encoding, payload.Length + difference, out _));
    }

    private static byte[] Bytes(SessionRecordEntry? session) => session!.Value.Record.Values.Payload.ToArray();

    private static byte[] Compress(ReadOnlyMemory<byte> payload, Func<Stream, Stream> open)
    {
        var output = new MemoryStream();
        using (var stream = open(output))
        {
            stream.Write(payload.Span);
        }

        return output.ToArray();
    }

    private SealedTransport Open(Action<CookieEngineOptions>? configure = null)
    {
        var options = new CookieEngineOptions();
        configure?.Invoke(options);
        return Seals.Create(_keys, _clock, options);
    }

    private SessionRecordEntry Session(SessionValues values)
        => new(NewKey(), new SessionRecord { Values = values, CreatedAt = _clock.GetUtcNow(), ExpiresAt = _clock.GetUtcNow().AddDays(14) });
}
