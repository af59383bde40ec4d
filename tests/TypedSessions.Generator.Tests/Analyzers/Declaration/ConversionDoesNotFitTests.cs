using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Declaration;

public sealed class ConversionDoesNotFitTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.ConversionDoesNotFit);

    [Theory]
    [InlineData(
        "[SessionUpgrade(\"Thing\")] static long [|Up|](int old) => old;",
        "The upgrade 'Up' does not fit session property 'Cart.Thing' because the model has no session property of this name; "
            + "name one with 'nameof'")]
    [InlineData(
        "[SessionUpgrade(nameof(Count), From = \"other\")] static long [|Up|](int old) => old;",
        "The upgrade 'Up' does not fit session property 'Cart.Count' because 'other' is not one of its former keys; "
            + "add it to 'FormerKeys', or remove the method")]
    [InlineData(
        "[SessionUpgrade(nameof(Two))] static int [|Up|](string old) => 0;",
        "The upgrade 'Up' does not fit session property 'Cart.Two' because the property has several former keys; "
            + "set 'From' to one of them")]
    [InlineData(
        "[SessionUpgrade(nameof(Count))] long [|Up|](int old) => old;",
        "The upgrade 'Up' does not fit session property 'Cart.Count' because it is not a static method with one parameter and a result; "
            + "take the former type and return 'long'")]
    [InlineData(
        "[SessionUpgrade(nameof(Count))] static int [|Up|](int old) => old;",
        "The upgrade 'Up' does not fit session property 'Cart.Count' because it returns 'int'; return 'long'")]
    [InlineData(
        "[SessionUpgrade(nameof(Count))] static long [|Up|](Action old) => 0;",
        "The upgrade 'Up' does not fit session property 'Cart.Count' because 'Action' cannot be stored; "
            + "take the type that was stored, or 'byte[]' to read its bytes")]
    [InlineData(
        "[SessionUpgrade(nameof(Kept))] static long Up(int old) => old; "
            + "[SessionDowngrade(nameof(Kept))] static short [|Down|](long now) => 0;",
        "The downgrade 'Down' does not fit session property 'Cart.Kept' because no upgrade takes what it returns; "
            + "return the type of the upgrade's parameter")]
    public async Task TSES036_reports_a_method_that_cannot_convert(string method, string message)
        => Assert.Equal(message, await Rule.Message(Source(method)));

    [Fact]
    public async Task TSES036_names_the_type_of_a_maps_items()
        => Assert.Equal(
            "The upgrade 'Up' does not fit session property 'Cart.Counts' because it returns 'int'; return 'long'",
            await Rule.Message("""
                [SessionModel]
                public partial class Cart
                {
                    [SessionProperty(Key = "n-{0}", FormerKeys = ["m-{0}"])] public partial SessionMap<int, long> Counts { get; }
                    [SessionUpgrade(nameof(Counts))] static int [|Up|](short old) => old;
                }
                """));

    [Fact]
    public Task TSES036_reports_a_second_method_for_a_key()
        => Rule.Verify(Source(
            """
            [SessionUpgrade(nameof(Count))] static long One(int old) => old;
            [SessionUpgrade(nameof(Count), From = "old")] static long [|Two_|](int old) => old;
            """));

    [Theory]
    [InlineData("static void [|Up|](int old) { }")]
    [InlineData("static long [|Up|]() => 0;")]
    [InlineData("static long [|Up|](int a, int b) => 0;")]
    [InlineData("static long [|Up|](in int old) => old;")]
    [InlineData("static long [|Up|]<T>(T old) => 0;")]
    [InlineData("static Task<long> [|Up|](int old) => Task.FromResult(0L);")]
    public Task TSES036_reports_other_shapes(string method) => Rule.Verify(Source("[SessionUpgrade(nameof(Count))] " + method));

    [Fact]
    public async Task TSES036_reports_what_cannot_be_kept()
        => Assert.Equal(
            "'KeepFormer' does not fit session property 'Other.Count' because a former key has an upgrade and no downgrade; "
                + "add a method with [SessionDowngrade], or remove 'KeepFormer'",
            await Rule.Message("""
                [SessionModel]
                public partial class Other
                {
                    [SessionProperty(FormerKeys = ["old"], KeepFormer = [|true|])] public partial long Count { get; set; }
                    [SessionUpgrade(nameof(Count))] static long Up(int old) => old;
                }
                """));

    [Fact]
    public Task TSES036_reports_that_there_is_nothing_to_keep()
        => Rule.Verify("""
            [SessionModel]
            public partial class Other
            {
                [SessionProperty(KeepFormer = [|true|])] public partial long Count { get; set; }
            }
            """);

    [Fact]
    public Task TSES036_reports_former_keys_of_values_that_expire()
        => Rule.Verify("""
            [SessionModel]
            public partial class Other
            {
                [SessionProperty(FormerKeys = [|["old"]|], ExpiresAfterMinutes = 5)] public partial string? Code { get; set; }
            }
            """);

    [Fact]
    public Task TSES036_reports_a_method_outside_a_model()
        => Rule.Verify("static class Tools { [SessionUpgrade(\"Count\")] static long [|Up|](int old) => old; }");

    [Theory]
    [InlineData("[SessionUpgrade(nameof(Count))] static long Up(int old) => old;")]
    [InlineData("[SessionUpgrade(nameof(Count), From = \"old\")] static long Up(List<int>? old) => 0;")]
    [InlineData("[SessionUpgrade(nameof(Maybe))] static int Up(string old) => 0;")]
    [InlineData("[SessionUpgrade(nameof(Maybe))] static int? Up(string? old) => 0;")]
    [InlineData("[SessionUpgrade(nameof(Text))] static string? Up(byte[] old) => null;")]
    [InlineData(
        "[SessionUpgrade(nameof(Two), From = \"a\")] static int A(string old) => 0; "
            + "[SessionUpgrade(nameof(Two), From = \"b\")] static int B(long old) => 0;")]
    [InlineData(
        "[SessionUpgrade(nameof(Kept))] static long Up(int old) => old; [SessionDowngrade(nameof(Kept))] static int Down(long now) => 0;")]
    public Task TSES036_is_silent_about_conversions(string method) => Rule.Verify(Source(method));

    [Fact]
    public Task TSES036_is_silent_about_half_typed_code()
        => HalfTyped.DoesNotThrow(Source("[SessionUpgrade(nameof(Count), From = )] static Unknown Up(Unknown old) => "));

    private static string Source(string method) => $$"""
        [SessionModel]
        public partial class Cart
        {
            [SessionProperty(FormerKeys = ["old"])] public partial long Count { get; set; }
            [SessionProperty(FormerKeys = ["maybe"])] public partial int? Maybe { get; set; }
            [SessionProperty(FormerKeys = ["text"])] public partial string Text { get; set; }
            [SessionProperty(FormerKeys = ["a", "b"])] public partial int Two { get; set; }
            [SessionProperty(FormerKeys = ["kept"], KeepFormer = true)] public partial long Kept { get; set; }

            {{method}}
        }
        """;
}
