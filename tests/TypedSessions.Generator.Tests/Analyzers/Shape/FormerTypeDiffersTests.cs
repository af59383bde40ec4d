using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Shape;

public sealed class FormerTypeDiffersTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.FormerTypeDiffers);

    [Fact]
    public async Task TSES116_reports_an_upgrade_from_another_type()
        => Assert.Equal(
            "The former key 'old' of session property 'Shop.Count' was released with the type 'int' and is read as 'string'; "
                + "add a [SessionUpgrade] method from 'int'",
            await Rule.WithShape("Shop old : int\nShop new : long < old").Message(
                Source("[SessionUpgrade(nameof(Count))] static long [|Up|](string old) => 0;", "Count")));

    [Fact]
    public Task TSES116_reports_a_missing_upgrade()
        => Rule.WithShape("Shop old : int\nShop new : long < old").Verify(Source("", "[|Count|]"));

    [Theory]
    [InlineData("int", "[SessionUpgrade(nameof(Count))] static long Up(int? old) => 0;")]
    [InlineData("long", "")]
    [InlineData("list<string>", "[SessionUpgrade(nameof(Count))] static long Up(List<string> old) => 0;")]
    [InlineData("Money by MoneyCodec", "[SessionUpgrade(nameof(Count))] static long Up(byte[] old) => 0;")]
    public Task TSES116_is_silent_about_the_recorded_type(string recorded, string method)
        => Rule.WithShape($"Shop old : {recorded}\nShop new : long < old").Verify(Source(method, "Count"));

    private static string Source(string method, string name) => $$"""
        [SessionModel]
        public partial class Shop
        {
            [SessionProperty(Key = "new", FormerKeys = ["old"])] public partial long {{name}} { get; set; }
            {{method}}
        }
        """;
}
