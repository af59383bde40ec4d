using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Declaration;

public sealed class NotAJsonContextTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.NotAJsonContext);

    [Fact]
    public async Task TSES026_reports_a_type_that_is_not_a_context()
    {
        var found = await Rule.Verify("""
            [SessionModel(JsonContext = [|typeof(AppJson)|])] public partial class Cart;
            [SessionModel(Prefix = "v.", JsonContext = [|typeof(int[])|])] public partial class Visits;
            public class AppJson;
            """);

        Assert.Equal(
            "'AppJson' is not a JsonSerializerContext, so session model 'Cart' ignores it; "
                + "specify a class that derives from JsonSerializerContext, or remove it",
            found[0].GetMessage());
    }

    [Fact]
    public Task TSES026_is_silent_about_contexts_and_null()
        => Rule.Verify("""
            using System.Text.Json.Serialization;

            [SessionModel(JsonContext = typeof(AppJson))] public partial class Cart;
            [SessionModel(JsonContext = null)] public partial class Visits;
            [JsonSerializable(typeof(int))] public partial class AppJson : JsonSerializerContext;
            """);

    [Fact]
    public Task TSES026_is_silent_about_a_type_that_is_being_typed()
        => (Rule with { IsHalfTyped = true }).Verify("[SessionModel(JsonContext = typeof(App))] public partial class Cart;");
}
