using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Declaration;

public sealed class MergeDoesNotFitTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.MergeDoesNotFit);

    [Theory]
    [InlineData(
        "string",
        "SessionMerge.Sum",
        "Session property 'Cart.Thing' cannot be merged with 'SessionMerge.Sum' because 'string' is not numeric; remove 'Merge'")]
    [InlineData(
        "string",
        "SessionMerge.ThreeWay",
        "Session property 'Cart.Thing' cannot be merged with 'SessionMerge.ThreeWay' because 'string' has no parts that change separately; "
            + "use a list, set, dictionary or mutable class, or remove 'Merge'")]
    [InlineData(
        "int",
        "(SessionMerge)9",
        "Session property 'Cart.Thing' cannot be merged with 'SessionMerge.9' because there is no such mode; "
            + "use a member of 'SessionMerge'")]
    public async Task TSES035_reports_a_mode_that_does_not_fit_the_type(string type, string mode, string message)
        => Assert.Equal(message, await Rule.Message(Source(type, $"[|{mode}|]")));

    [Theory]
    [InlineData("Sum", "int")]
    [InlineData("ThreeWay", "List<int>")]
    public Task TSES035_reports_merges_of_values_that_expire(string mode, string type)
        => Rule.Verify($$"""
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty(Merge = [|SessionMerge.{{mode}}|], ExpiresAfterMinutes = 5)] public partial {{type}} Thing { get; set; }
                [SessionProperty(Merge = SessionMerge.Fail, ExpiresAfterMinutes = 5)] public partial {{type}} Other { get; set; }
            }
            """);

    [Fact]
    public async Task TSES035_reports_a_mode_that_does_not_fit_the_codec()
        => Assert.Equal(
            "Session property 'Cart.Thing' cannot be merged with 'SessionMerge.ThreeWay' because its codec stores the value as a whole; "
                + "remove 'Merge' or 'Codec'",
            await Rule.Message(
                Source("List<int>", "[|SessionMerge.ThreeWay|], Codec = typeof(Codec)") + """
                public class Codec : SessionCodec<List<int>>
                {
                    public override bool IsMutable => true;
                    public override void Encode(List<int> value, System.Buffers.IBufferWriter<byte> output) { }
                    public override List<int> Decode(ReadOnlySpan<byte> stored) => throw new NotSupportedException();
                }
                """));

    [Theory]
    [InlineData("DateTime", "SessionMerge.Sum")]
    [InlineData("char", "SessionMerge.Sum")]
    [InlineData("List<int>", "SessionMerge.Sum")]
    [InlineData("Point", "SessionMerge.ThreeWay")]
    [InlineData("int[]", "SessionMerge.ThreeWay")]
    [InlineData("Animal?", "SessionMerge.ThreeWay")]
    public Task TSES035_reports_other_types(string type, string mode) => Rule.Verify(Source(type, $"[|{mode}|]"));

    [Theory]
    [InlineData("int", "SessionMerge.Sum")]
    [InlineData("decimal?", "SessionMerge.Sum")]
    [InlineData("UInt128", "SessionMerge.Sum")]
    [InlineData("string", "SessionMerge.Fail")]
    [InlineData("List<Point>", "SessionMerge.LastWins")]
    [InlineData("List<Point>", "SessionMerge.ThreeWay")]
    [InlineData("HashSet<string>?", "SessionMerge.ThreeWay")]
    [InlineData("IDictionary<string, int>", "SessionMerge.ThreeWay")]
    [InlineData("Wizard", "SessionMerge.ThreeWay")]
    [InlineData("Animal?", "SessionMerge.Default")]
    public Task TSES035_is_silent_about_a_mode_that_fits(string type, string mode) => Rule.Verify(Source(type, mode));

    [Fact]
    public Task TSES035_is_silent_about_half_typed_code()
        => HalfTyped.DoesNotThrow(Source("int", "SessionMerge.") + Source("int", "").Replace("Cart", "Other", StringComparison.Ordinal));

    private static string Source(string type, string mode) => $$"""
        [SessionModel]
        public partial class Cart
        {
            [SessionProperty(Merge = {{mode}})] public partial {{type}} Thing { get; set; }
        }

        public sealed record Point(int X = 0, int Y = 0)
        {
            public Point() : this(0, 0) { }
        }

        public class Wizard
        {
            public int Step { get; set; }
        }

        [System.Text.Json.Serialization.JsonDerivedType(typeof(Cat), "cat")]
        public class Animal
        {
            public string Name { get; set; } = "";
        }

        public class Cat : Animal;

        """;
}
