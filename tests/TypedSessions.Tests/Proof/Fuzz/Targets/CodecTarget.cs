using System.Buffers;
using System.Text.Json;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>Stored values of all types with a built-in codec: a byte that selects the type, and the value.</summary>
internal sealed class CodecTarget : FuzzTarget
{
    private static readonly Trial[] Trials =
    [
        From(SessionCodec.Boolean, true), From<byte>(SessionCodec.Byte, 7), From<sbyte>(SessionCodec.SByte, -7),
        From<short>(SessionCodec.Int16, -300), From<ushort>(SessionCodec.UInt16, 300),
        From(SessionCodec.Int32, -70000), From(SessionCodec.UInt32, 70000u), From(SessionCodec.Int64, -1L), From(SessionCodec.UInt64, 1UL),
        From(SessionCodec.Int128, Int128.MinValue),
        From(SessionCodec.UInt128, UInt128.MaxValue), From<nint>(SessionCodec.IntPtr, -5), From<nuint>(SessionCodec.UIntPtr, 5),
        From(SessionCodec.Half, Half.NaN), From(SessionCodec.Single, 1.5f),
        From(SessionCodec.Double, -0.0), From(SessionCodec.Decimal, 1.00m), From(SessionCodec.Decimal, decimal.MinValue),
        From(SessionCodec.Char, 'é'), From(SessionCodec.String, "naïve 😀"),
        From(SessionCodec.Guid, new Guid("80732141-ec8f-4b80-af9c-c4d2d1ff8901")), From(SessionCodec.DateTime, DateTime.UnixEpoch), From(
            SessionCodec.DateTime, DateTime.MaxValue),
        From(SessionCodec.DateTime, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Local)), From(
            SessionCodec.DateTimeOffset, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(330))),
        From(SessionCodec.DateOnly, DateOnly.MaxValue), From(SessionCodec.TimeOnly, TimeOnly.MaxValue),
        From(SessionCodec.TimeSpan, TimeSpan.MinValue), From(SessionCodec.Bytes, [1, 2, 3]),
        From(SessionCodec.Uri, new Uri("https://user@example.org:8443/a%20b?c=d#e")),
        From(SessionCodec.Uri, new Uri("/cart?line=1", UriKind.Relative)), From(SessionCodec.Uri, new Uri("file:///var/x")),
        From(SessionCodec.For<DayOfWeek>(), DayOfWeek.Friday), From(SessionCodec.For<ConsoleColor?>(), ConsoleColor.Red),
        From(SessionCodec.For<Small>(), Small.One), From(SessionCodec.For<Wide?>(), Wide.Last),
        From<int?>(SessionCodec.Nullable(SessionCodec.Int32), 5), From<DateTimeOffset?>(
            SessionCodec.Nullable(SessionCodec.DateTimeOffset), DateTimeOffset.UnixEpoch),
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

    public override int MaxInput => 200;

    public override IEnumerable<byte[]> Seeds => Trials.Select((trial, i) => (byte[])[(byte)i, .. trial.Example]);

    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        "http://"u8.ToArray(), "//"u8.ToArray(), "file://"u8.ToArray(), "/"u8.ToArray(), "\\"u8.ToArray(), ":"u8.ToArray(), "%"u8.ToArray(),
        "[::1]"u8.ToArray(), "@"u8.ToArray(), "xn--"u8.ToArray(),
        [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xC0, 0x80], [0xC3, 0xA9],
    ];

    // An exception with its message and stack trace is the most expensive result.
    public override long AllocationLimit(ReadOnlySpan<byte> input) => 16_384 + (64L * input.Length);

    public override void Feed(ReadOnlyMemory<byte> input)
    {
        _trial = input.IsEmpty ? null : Trials[input.Span[0] % Trials.Length];
        _trial?.Decode(input.Span[1..]);
    }

    public override int Check(ReadOnlyMemory<byte> input)
        => _trial is null ? 0 : Kind(input.Span[0] % Trials.Length, _trial.Check(input.Span[1..]), Magnitude(input.Length));

    private static Trial From<T>(SessionCodec<T> codec, T example) => new Trial<T>(codec, example);

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
                // The value is read as absent.
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

            // Except local times, which depend on the time zone of the machine.
            var isExact = written.AsSpan().SequenceEqual(stored);
            Require(
                isExact || _value is DateTime { Kind: DateTimeKind.Local } || IsJson(stored) || IsNarrowerInteger(stored, written)
                    || (_value is DateTimeOffset && stored.Length == sizeof(long)),
                $"A {typeof(T)}, written again, has the bytes {Convert.ToHexString(written)}.");
            return isExact ? 1 : 2;
        }

        // Formats of other helpers.
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

        // A value of a narrower type, which has fewer sign bytes.
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
