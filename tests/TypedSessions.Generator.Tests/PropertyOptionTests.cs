using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests;

/// <summary>Snapshots of properties with defaults, codecs, JSON metadata, merge modes and attributes.</summary>
public sealed class PropertyOptionTests
{
    [Fact]
    public void Json_with_the_metadata_of_a_context()
        => Snapshot.Match(GeneratorRun.Create("""
            using System.Text.Json;
            using System.Text.Json.Serialization;
            using System.Text.Json.Serialization.Metadata;

            namespace Shop;

            [SessionModel(JsonContext = typeof(AppJson))]
            internal partial class Cart
            {
                [SessionProperty] public partial List<Line> Lines { get; set; }
                [SessionProperty] public partial Line? Last { get; set; }
                [SessionProperty] public partial Money Total { get; set; }
                [SessionProperty] public partial Money? Discount { get; set; }
                [SessionProperty] public partial Address Address { get; set; }
                [SessionProperty] public partial Payment? Payment { get; set; }
                [SessionProperty] public partial int Count { get; set; }
            }

            internal sealed record Line(string Product, Money Price);

            internal readonly record struct Money(decimal Amount, string Currency);

            internal class Address
            {
                public string? City { get; set; }
            }

            [JsonDerivedType(typeof(Card), "card")]
            internal abstract class Payment;

            internal sealed class Card : Payment;

            internal sealed class AppJson() : JsonSerializerContext(null)
            {
                public static AppJson Default { get; } = new();
                protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
                public override JsonTypeInfo? GetTypeInfo(Type type) => null;
            }
            """));

    [Fact]
    public void Given_defaults()
        => Snapshot.Match(GeneratorRun.Create("""
            namespace Shop;

            [SessionModel]
            internal partial class Defaults
            {
                [SessionProperty(Default = true)] public partial bool Boolean { get; set; }
                [SessionProperty(Default = 255)] public partial byte Byte { get; set; }
                [SessionProperty(Default = -128)] public partial sbyte SByte { get; set; }
                [SessionProperty(Default = -1)] public partial short Int16 { get; set; }
                [SessionProperty(Default = 'a')] public partial char Char { get; set; }
                [SessionProperty(Default = int.MinValue)] public partial int Int32 { get; set; }
                [SessionProperty(Default = 7L)] public partial int FromLong { get; set; }
                [SessionProperty(Default = uint.MaxValue)] public partial uint UInt32 { get; set; }
                [SessionProperty(Default = long.MinValue)] public partial long Int64 { get; set; }
                [SessionProperty(Default = ulong.MaxValue)] public partial ulong UInt64 { get; set; }
                [SessionProperty(Default = -5)] public partial Int128 Int128 { get; set; }
                [SessionProperty(Default = 5)] public partial UInt128 UInt128 { get; set; }
                [SessionProperty(Default = 5)] public partial nint IntPtr { get; set; }
                [SessionProperty(Default = 5)] public partial nuint UIntPtr { get; set; }
                [SessionProperty(Default = 0.5)] public partial Half Half { get; set; }
                [SessionProperty(Default = 0.1)] public partial float Single { get; set; }
                [SessionProperty(Default = 3)] public partial double Double { get; set; }
                [SessionProperty(Default = double.NaN)] public partial double NaN { get; set; }
                [SessionProperty(Default = float.NegativeInfinity)] public partial float Infinity { get; set; }
                [SessionProperty(Default = 9.99)] public partial decimal Decimal { get; set; }
                [SessionProperty(Default = 1e-7)] public partial decimal Small { get; set; }
                [SessionProperty(Default = 1)] public partial decimal Whole { get; set; }
                [SessionProperty(Default = "a \"quoted\"\nline")] public partial string String { get; set; }
                [SessionProperty(Default = DayOfWeek.Monday)] public partial DayOfWeek Enum { get; set; }
                [SessionProperty(Default = 2)] public partial DayOfWeek EnumByNumber { get; set; }
                [SessionProperty(Default = (DayOfWeek)(-9))] public partial DayOfWeek EnumWithoutName { get; set; }
                [SessionProperty(Default = 5)] public partial int? Nullable { get; set; }
                [SessionProperty(Default = 5)] public partial byte? NullableByte { get; set; }
                [SessionProperty(Default = "x")] public partial string? NullableString { get; set; }
                [SessionProperty(Default = null)] public partial int Null { get; set; }
            }
            """));

    [Fact]
    public void Codecs_of_the_application()
        => Snapshot.Match(GeneratorRun.Create("""
            #pragma warning disable EXP1
            using System.Buffers;
            using System.Diagnostics.CodeAnalysis;

            namespace Shop;

            [SessionModel]
            internal partial class Cart
            {
                [SessionProperty(Codec = typeof(Codec<Money>))] public partial Money Total { get; set; }
                [SessionProperty(Codec = typeof(Codec<Money>))] public partial Money? Tip { get; set; }
                [SessionProperty(Codec = typeof(Codec<(int A, string B)>))] public partial (int A, string B) Pair { get; set; }
                [SessionProperty(Codec = typeof(Codec<Type>))] public partial Type? Type { get; set; }
                [SessionProperty(Codec = typeof(NameCodec))] public partial List<string> Names { get; set; }

                private sealed class NameCodec : Codec<List<string?>>;
            }

            internal readonly record struct Money(long Cents);

            [Experimental("EXP1")]
            internal class Codec<T> : SessionCodec<T>
            {
                public override bool IsMutable => false;
                public override void Encode(T value, IBufferWriter<byte> output) => throw new NotSupportedException();
                public override T Decode(ReadOnlySpan<byte> stored) => throw new NotSupportedException();
            }
            """));

    [Fact]
    public void Merges_of_concurrent_changes()
        => Snapshot.Match(GeneratorRun.Create("""
            using System.Text.Json.Serialization;

            namespace Shop;

            [SessionModel]
            internal partial class Cart
            {
                [SessionProperty] public partial List<Line> Lines { get; set; }
                [SessionProperty] public partial List<Named> Named { get; set; }
                [SessionProperty] public partial Dictionary<string, List<Coupon>> Coupons { get; set; }
                [SessionProperty] public partial HashSet<string>? Tags { get; set; }
                [SessionProperty] public partial Wizard Wizard { get; set; }
                [SessionProperty] public partial Coupon? Coupon { get; set; }
                [SessionProperty(Merge = SessionMerge.Sum)] public partial int Visits { get; set; }
                [SessionProperty(Merge = SessionMerge.Sum)] public partial decimal? Credit { get; set; }
                [SessionProperty(Merge = SessionMerge.Fail)] public partial string? Seat { get; set; }
                [SessionProperty(Merge = SessionMerge.LastWins)] public partial List<int> Order { get; set; }
            }

            internal class Line
            {
                public int Id { get; set; }
                public int Quantity { get; set; }
                public List<string> Notes { get; set; } = [];
            }

            internal class Named
            {
                public int Id { get; set; }
                [SessionIdentity, JsonPropertyName("sku")] public string Sku { get; set; } = "";
            }

            internal sealed record Coupon(string Key, int Percent);

            internal class Wizard
            {
                public string? Name { get; set; }
                [JsonPropertyName("answers")] public Dictionary<string, string> Answers { get; set; } = [];
                [JsonIgnore] public List<int> Skipped { get; set; } = [];
                public Wizard? Inner { get; set; }
                public Range Range { get; set; } = new(0, 1);
            }

            internal class Range(int from, int to)
            {
                public int From { get; set; } = from;
                public int To { get; set; } = to;
            }
            """));

    [Fact]
    public void Obsolete_types_give_no_warning_in_the_generated_half()
        => Snapshot.Match(GeneratorRun.Create("""
            #pragma warning disable CS0618
            namespace Shop;

            [SessionModel]
            internal partial class Cart
            {
                [SessionProperty] public partial Old Old { get; set; }
                [SessionProperty, Obsolete("use Old")] public partial int Older { get; set; }
            }

            [Obsolete("use New")]
            internal class Old;
            """));
}
