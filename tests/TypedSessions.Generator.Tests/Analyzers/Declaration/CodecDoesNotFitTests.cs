using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Declaration;

public sealed class CodecDoesNotFitTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.CodecDoesNotFit);

    [Theory]
    [InlineData(
        "string",
        "Codec<int>",
        "'Codec<int>' cannot be the codec of session property 'Cart.Thing' because it does not derive from 'SessionCodec<string>'; "
            + "specify a class that derives from 'SessionCodec<string>', or remove it")]
    [InlineData(
        "int?",
        "Codec<int?>",
        "'Codec<int?>' cannot be the codec of session property 'Cart.Thing' because it does not derive from 'SessionCodec<int>'; "
            + "specify a class that derives from 'SessionCodec<int>', or remove it")]
    [InlineData(
        "int",
        "SessionCodec<int>",
        "'SessionCodec<int>' cannot be the codec of session property 'Cart.Thing' because it is abstract; "
            + "specify a class that derives from it")]
    [InlineData(
        "int",
        "Local",
        "'Local' cannot be the codec of session property 'Cart.Thing' because it is local to its file; remove 'file'")]
    [InlineData(
        "int",
        "WithArgument",
        "'WithArgument' cannot be the codec of session property 'Cart.Thing' because it has no parameterless constructor "
            + "that the model can call; add a public one")]
    public async Task TSES034_reports_a_codec_that_cannot_store_the_property(string type, string codec, string message)
        => Assert.Equal(message, await Rule.Message(Source(type, $"[|typeof({codec})|]")));

    [Theory]
    [InlineData("string", "List<string>")]
    [InlineData("string", "Codec<>")]
    [InlineData("string", "string")]
    [InlineData("List<string>", "Codec<List<int>>")]
    [InlineData("int", "Hidden")]
    public Task TSES034_reports_other_types(string type, string codec) => Rule.Verify(Source(type, $"[|typeof({codec})|]"));

    [Theory]
    [InlineData("int", "Codec<int>")]
    [InlineData("int?", "Codec<int>")]
    [InlineData("string?", "Codec<string>")]
    [InlineData("(int, string)", "Codec<(int, string)>")]
    [InlineData("Action?", "Codec<Action>")]
    [InlineData("Stack<int>", "Codec<Stack<int>>")]
    [InlineData("DateTime", "Codec<DateTime>")]
    public Task TSES034_is_silent_about_a_codec_of_the_type(string type, string codec) => Rule.Verify(Source(type, $"typeof({codec})"));

    [Fact]
    public Task TSES034_is_silent_about_half_typed_code()
        => HalfTyped.DoesNotThrow(
            Source("int", "typeof(Unknown)") + Source("int", "typeof()").Replace("Cart", "Other", StringComparison.Ordinal));

    [Fact]
    public Task TSES062_is_silent_about_a_key_whose_property_has_a_codec()
        => AnalyzerTest.Create(DiagnosticIds.RawKeyOfProperty).Verify(
            Source("int", "typeof(Codec<int>)")
                + "class A { string? M(ISession session) => session.GetString([|\"Thing\"|]); }");

    private static string Source(string type, string codec) => $$"""
        [SessionModel]
        public partial class Cart
        {
            [SessionProperty(Codec = {{codec}})] public partial {{type}} Thing { get; set; }
        }

        public class Codec<T> : SessionCodec<T>
        {
            public override bool IsMutable => false;
            public override void Encode(T value, System.Buffers.IBufferWriter<byte> output) => throw new NotSupportedException();
            public override T Decode(ReadOnlySpan<byte> stored) => throw new NotSupportedException();
        }

        public class WithArgument(int size) : Codec<int>
        {
            public int Size => size;
        }

        public class Hidden : Codec<int>
        {
            protected Hidden() { }
        }

        file class Local : Codec<int>;
        """;
}
