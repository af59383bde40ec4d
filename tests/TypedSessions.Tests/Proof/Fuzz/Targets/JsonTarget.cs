using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TypedSessions.Tests.Models;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>Stored JSON: a byte that selects the type, and the text.</summary>
internal sealed class JsonTarget : FuzzTarget
{
    private static readonly Trial[] Trials =
    [
        new Trial<List<CartLine>>(SessionCodec.Json<List<CartLine>>(ShopJson.Default), [new() { Product = "hat", Count = 2 }, new()]),
        new Trial<Address>(SessionCodec.ImmutableJson<Address>(ShopJson.Default), new("221B \"Baker\" Street", "L😀ndon")),
        new Trial<Profile>(
            SessionCodec.Json<Profile>(ShopJson.Default), new() { Handle = Guid.Empty, Friend = new() { Handle = Guid.Empty } }),
        new Trial<Dictionary<string, List<int?>>>(
            SessionCodec.For<Dictionary<string, List<int?>>>(), new() { ["a"] = [1, null], [""] = [] }),
        new Trial<Everything>(SessionCodec.For<Everything>(), new()),
        new Trial<Shape>(SessionCodec.For<Shape>(), new Circle { Radius = 2 }),
        new Trial<object[]>(SessionCodec.For<object[]>(), [1, "two", true]),
    ];

    private Trial? _trial;

    public override string Name => "json";

    public override int Share => 60;

    public override int MaxInput => 2048;

    public override IEnumerable<byte[]> Seeds => Trials.Select((trial, i) => (byte[])[(byte)i, .. trial.Example]);

    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. new[]
        {
            "null", "true", "{}", "[]", "[[[[[[[[", "]]]]", "{\"Friend\":", "{\"Friend\":{\"Friend\":{\"Friend\":{\"Friend\":", "}}}}",
            "1e999", "-1e999", "-0", "0.1e-7", "99999999999999999999999999999",
            "\"\\ud800\"", "\\u0000", "\"$type\":", "{\"$type\":\"circle\"}", "{\"$type\":\"square\"}", "{\"$type\":1}", "\"NaN\"",
            "\"Infinity\"", "/*", "//", ",", ":", "\"", "\"9999-12-31T23:59:59.9999999-14:00\"",
            "\"0001-01-01T00:00:00+14:00\"", "\"24:00:00\"", "\"Double\":1e999", "\"$id\":\"1\"", "\"$ref\":\"1\"",
        }.Select(Encoding.UTF8.GetBytes),
        [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xFF],
    ];

    // An object for every two characters in growing lists, and an exception with its stack trace.
    public override long AllocationLimit(ReadOnlySpan<byte> input) => 65_536 + (256L * input.Length);

    public override void Feed(ReadOnlyMemory<byte> input)
    {
        _trial = input.IsEmpty ? null : Trials[input.Span[0] % Trials.Length];
        _trial?.Decode(input.Span[1..]);
    }

    public override int Check(ReadOnlyMemory<byte> input)
        => _trial is null ? 0 : Kind(input.Span[0] % Trials.Length, _trial.Check(), Magnitude(input.Length));

    [JsonPolymorphic]
    [JsonDerivedType(typeof(Circle), "circle")]
    [JsonDerivedType(typeof(Square), "square")]
    private abstract class Shape;

    private sealed class Circle : Shape
    {
        public int Radius { get; set; }
    }

    private sealed class Square : Shape
    {
        public required string Side { get; set; }
    }

    // A property of each kind with its own conversion.
    private sealed class Everything
    {
        public double Double { get; set; }

        public float? Single { get; set; }

        public decimal Decimal { get; set; }

        public Int128 Large { get; set; }

        public char Char { get; set; }

        public DateTime DateTime { get; set; }

        public DateTimeOffset DateTimeOffset { get; set; }

        public TimeSpan TimeSpan { get; set; }

        public DateOnly Date { get; set; }

        public TimeOnly Time { get; set; }

        public Uri? Uri { get; set; }

        public Version? Version { get; set; }

        public byte[]? Bytes { get; set; }

        public DayOfWeek Day { get; set; }

        public Dictionary<int, string>? Map { get; set; }

        public HashSet<string> Names { get; } = [];
    }

    private abstract class Trial
    {
        public abstract byte[] Example { get; }

        public abstract void Decode(ReadOnlySpan<byte> stored);

        public abstract int Check();
    }

    private sealed class Trial<T>(SessionCodec<T> codec, T example) : Trial
        where T : class
    {
        private T? _value;

        public override byte[] Example => Encode(example);

        public override void Decode(ReadOnlySpan<byte> stored)
        {
            try
            {
                _value = null;
                _value = codec.Decode(stored);
            }
            catch (FormatException)
            {
                // The value is read as absent.
            }
        }

        public override int Check()
        {
            if (_value is null)
            {
                return 0;
            }

            if (!TryEncode(_value, out var written))
            {
                return -1;
            }

            Require(Encode(codec.Decode(written)).AsSpan().SequenceEqual(written), $"A {typeof(T).Name}, written again, is another one.");
            return Magnitude(written.Length);
        }

        // A number beyond the range of its type is read as infinity, and an unpaired surrogate as an element. JSON cannot represent them:
        // see UnwritableValueTests.
        private bool TryEncode(T value, out byte[] written)
        {
            try
            {
                written = Encode(value);
                return true;
            }
            catch (Exception exception) when (exception is ArgumentException or JsonException)
            {
                written = [];
                return false;
            }
        }

        private byte[] Encode(T value)
        {
            var buffer = new ArrayBufferWriter<byte>(256);
            codec.Encode(value, buffer);
            return buffer.WrittenSpan.ToArray();
        }
    }
}
