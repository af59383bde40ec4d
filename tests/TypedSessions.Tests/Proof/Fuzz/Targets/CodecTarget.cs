using System.Buffers;
using System.Text.Json;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>Stored values of all types that have a form of their own: a byte that chooses the type, and the value.</summary>
internal sealed class CodecTarget : FuzzTarget
{
    private static readonly Trial[] Trials =
    [
        Of(SessionCodec.Boolean, true), Of<byte>(SessionCodec.Byte, 7), Of<sbyte>(SessionCodec.SByte, -7), Of<short>(SessionCodec.Int16, -300), Of<ushort>(SessionCodec.UInt16, 300),
        Of(SessionCodec.Int32, -70000), Of(SessionCodec.UInt32, 70000u), Of(SessionCodec.Int64, -1L), Of(SessionCodec.UInt64, 1UL), Of(
            SessionCodec.Int128, Int128.MinValue),
        Of(SessionCodec.UInt128, UInt128.MaxValue), Of<nint>(SessionCodec.IntPtr, -5), Of<nuint>(SessionCodec.UIntPtr, 5), Of(SessionCodec.Half, Half.NaN), Of(SessionCodec.Single, 1.5f),
        Of(SessionCodec.Double, -0.0), Of(SessionCodec.Decimal, 1.00m), Of(SessionCodec.Decimal, decimal.MinValue), Of(SessionCodec.Char, 'é'), Of(SessionCodec.String, "naïve 😀"),
        Of(SessionCodec.Guid, new Guid("80732141-ec8f-4b80-af9c-c4d2d1ff8901")), Of(SessionCodec.DateTime, DateTime.UnixEpoch), Of(
            SessionCodec.DateTime, DateTime.MaxValue),
        Of(SessionCodec.DateTime, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Local)), Of(
            SessionCodec.DateTimeOffset, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(330))),
        Of(SessionCodec.DateOnly, DateOnly.MaxValue), Of(SessionCodec.TimeOnly, TimeOnly.MaxValue), Of(SessionCodec.TimeSpan, TimeSpan.MinValue), Of(SessionCodec.Bytes, [1, 2, 3]),
        Of(SessionCodec.Uri, new Uri("https://user@example.org:8443/a%20b?c=d#e")), Of(SessionCodec.Uri, new Uri("/cart?line=1", UriKind.Relative)), Of(SessionCodec.Uri, new Uri("file:///var/x")),
        Of(SessionCodec.For<DayOfWeek>(), DayOfWeek.Friday), Of(SessionCodec.For<ConsoleColor?>(), ConsoleColor.Red), Of(SessionCodec.For<Small>(), Small.One), Of(SessionCodec.For<Wide?>(), Wide.Last),
        Of<int?>(SessionCodec.OrNull(SessionCodec.Int32), 5), Of<DateTimeOffset?>(
            SessionCodec.OrNull(SessionCodec.DateTimeOffset), DateTimeOffset.UnixEpoch),
    ];

    private Trial? _trial;

    private enum Small : sbyte
    {
        One = 1,
    }

    private enum Wide : ulong
    {
        Last = ulong.MaxValue,
    }

    public override string Name => "codecs";

    public override int Share => 150;

    public override int LongestInput => 200;

    public override IEnumerable<byte[]> Seeds => Trials.Select((trial, i) => (byte[])[(byte)i, .. trial.Example]);

    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        "http://"u8.ToArray(), "//"u8.ToArray(), "file://"u8.ToArray(), "/"u8.ToArray(), "\\"u8.ToArray(), ":"u8.ToArray(), "%"u8.ToArray(), "[::1]"u8.ToArray(), "@"u8.ToArray(), "xn--"u8.ToArray(),
        [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xC0, 0x80], [0xC3, 0xA9],
    ];

    // An exception with its text and its trace is the dearest answer.
    public override long AllocationLimit(ReadOnlySpan<byte> input) => 16_384 + (64L * input.Length);

    public override void Feed(ReadOnlyMemory<byte> input)
    {
        _trial = input.IsEmpty ? null : Trials[input.Span[0] % Trials.Length];
        _trial?.Decode(input.Span[1..]);
    }

    public override int Check(ReadOnlyMemory<byte> input)
        => _trial is null ? 0 : Kind(input.Span[0] % Trials.Length, _trial.Check(input.Span[1..]), Magnitude(input.Length));

    private static Trial Of<T>(SessionCodec<T> codec, T example) => new Trial<T>(codec, example);

    private abstract class Trial
    {
        public abstract byte[] Example { get; }

        public abstract void Decode(ReadOnlySpan<byte> stored);

        public abstract int Check(ReadOnlySpan<byte> stored);
    }

    private sealed class Trial<T>(SessionCodec<T> codec, T example) : Trial
    {
        private bool _isRead;
        private T _value = default!;

        public override byte[] Example => Encode(example);

        public override void Decode(ReadOnlySpan<byte> stored)
        {
            _isRead = false;
            try
            {
                _value = codec.Decode(stored);
                _isRead = true;
            }
            catch (FormatException)
            {
                // Reads as absent.
            }
        }

        public override int Check(ReadOnlySpan<byte> stored)
        {
            if (!_isRead)
            {
                return 0;
            }

            var written = Encode(_value);
            var again = codec.Decode(written);
            Require(Encode(again).AsSpan().SequenceEqual(written), $"A {typeof(T)} that was read is written in two ways.");
            Require(codec.AreSame(again, _value) || codec.IsMutable, $"A {typeof(T)}, written again, is another one.");

            // But for local times, which are of this machine's zone.
            var isExact = written.AsSpan().SequenceEqual(stored);
            Require(
                isExact || _value is DateTime { Kind: DateTimeKind.Local } || IsJson(stored) || IsNarrowerInteger(stored, written)
                    || (_value is DateTimeOffset && stored.Length == sizeof(long)),
                $"A {typeof(T)}, written again, has the bytes {Convert.ToHexString(written)}.");
            return isExact ? 1 : 2;
        }

        // What other helpers store.
        private bool IsJson(ReadOnlySpan<byte> stored)
        {
            try
            {
                return JsonSerializer.Deserialize<T>(stored) is { } value && codec.AreSame(value, _value);
            }
            catch (Exception exception) when (exception is JsonException or NotSupportedException)
            {
                return false;
            }
        }

        // What a property of a narrower type has stored: the same, without the bytes of its sign.
        private static bool IsNarrowerInteger(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> written)
            => written.EndsWith(stored)
                && (written[..^stored.Length].TrimStart((byte)0x00).IsEmpty || written[..^stored.Length].TrimStart((byte)0xFF).IsEmpty);

        private byte[] Encode(T value)
        {
            var buffer = new ArrayBufferWriter<byte>(64);
            codec.Encode(value, buffer);
            return buffer.WrittenSpan.ToArray();
        }
    }
}
