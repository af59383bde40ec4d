using System.Collections.Immutable;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Declaration;

public sealed class NoJsonContextTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.NoJsonContext);
    private static readonly AnalyzerTest Trimmed = Rule with
    {
        BuildProperties = ImmutableDictionary<string, string>.Empty.Add("EnableTrimAnalyzer", "true"),
    };

    [Theory]
    [InlineData("EnableTrimAnalyzer", "true")]
    [InlineData("EnableAotAnalyzer", "True")]
    public async Task TSES028_reports_json_without_metadata_where_the_application_is_trimmed(string property, string value)
    {
        var found = await (Trimmed with { BuildProperties = ImmutableDictionary<string, string>.Empty.Add(property, value) }).Verify("""
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty] public partial [|List<int>|] Numbers { get; set; }
                [SessionProperty] public partial [|Uri[]?|] Homes { get; set; }
                [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
                [SessionProperty] public partial DayOfWeek Day { get; set; }
                [SessionProperty] public partial Uri? Home { get; set; }
            }
            """);

        Assert.Equal(
            "Session property 'Cart.Numbers' of type 'List<int>' is stored as JSON by reflection, "
                + "which fails in a trimmed application; "
                + "set 'JsonContext' of 'Cart' to a JsonSerializerContext with [JsonSerializable(typeof(List<int>))]",
            found[0].GetMessage());
    }

    [Fact]
    public Task TSES028_is_silent_where_a_context_is_named()
        => Trimmed.Verify("""
            using System.Text.Json.Serialization;

            [SessionModel(JsonContext = typeof(AppJson))]
            public partial class Cart { [SessionProperty] public partial List<int> Numbers { get; set; } }
            [JsonSerializable(typeof(List<int>))] public partial class AppJson : JsonSerializerContext;
            """);

    [Theory]
    [InlineData("false")]
    [InlineData("")]
    public Task TSES028_is_silent_where_nothing_is_trimmed(string value)
        => (Rule with { BuildProperties = ImmutableDictionary<string, string>.Empty.Add("EnableTrimAnalyzer", value) }).Verify(
            "[SessionModel] public partial class Cart { [SessionProperty] public partial List<int> Numbers { get; set; } }");
}
