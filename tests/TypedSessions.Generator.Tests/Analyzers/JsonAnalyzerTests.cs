using System.Collections.Immutable;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

public sealed class JsonAnalyzerTests
{
    private static readonly AnalyzerTest NotAContext = AnalyzerTest.Create(DiagnosticIds.NotAJsonContext);
    private static readonly AnalyzerTest Missing = AnalyzerTest.Create(DiagnosticIds.TypeMissingInJsonContext);
    private static readonly AnalyzerTest Untrimmed = AnalyzerTest.Create(DiagnosticIds.NoJsonContext);
    private static readonly AnalyzerTest Trimmed = Untrimmed with
    {
        BuildProperties = ImmutableDictionary<string, string>.Empty.Add("EnableTrimAnalyzer", "true"),
    };


    [Fact]
    public async Task TSES026_reports_a_type_that_is_no_context()
    {
        var found = await NotAContext.Verify("""
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
        => NotAContext.Verify("""
            using System.Text.Json.Serialization;

            [SessionModel(JsonContext = typeof(AppJson))] public partial class Cart;
            [SessionModel(JsonContext = null)] public partial class Visits;
            [JsonSerializable(typeof(int))] public partial class AppJson : JsonSerializerContext;
            """);

    [Fact]
    public Task TSES026_is_silent_about_a_type_that_is_being_typed()
        => (NotAContext with { IsHalfTyped = true }).Verify("[SessionModel(JsonContext = typeof(App))] public partial class Cart;");

    [Theory]
    [InlineData("List<Line>", "List<Line>", "typeof(Line)")]
    [InlineData("Line?", "Line", "typeof(List<int>)")]
    [InlineData("Money?", "Money", "typeof(Line)")]
    [InlineData("Line[]", "Line[]", "typeof(List<Line>)")]
    [InlineData("Dictionary<string, int>", "Dictionary<string, int>", "typeof(Dictionary<string, long>)")]
    public async Task TSES027_reports_a_type_that_the_context_lacks(string type, string name, string known)
        => Assert.Equal(
            $"Session property 'Cart.Thing' fails at runtime because 'AppJson' has no metadata for '{name}'; "
                + $"add [JsonSerializable(typeof({name}))] to 'AppJson'",
            await Missing.Message(Project($"[|{type}|]", known)));

    [Theory]
    [InlineData("List<Line>", "typeof(List<Line>)")]
    [InlineData("List<Line>?", "typeof(Order)")]
    [InlineData("Money", "typeof(Order)")]
    [InlineData("Money?", "typeof(Money)")]
    [InlineData("Line[]", "typeof(Dictionary<string, Line[]>)")]
    [InlineData("Card?", "typeof(Payment)")]
    [InlineData("List<string?>", "typeof(List<string>)")]
    [InlineData("int", "typeof(Line)")]
    [InlineData("byte[]", "typeof(Line)")]
    [InlineData("DayOfWeek?", "typeof(Line)")]
    public Task TSES027_is_silent_about_types_of_the_context(string type, string known) => Missing.Verify(Project(type, known));

    [Fact]
    public Task TSES027_is_silent_about_contexts_that_are_written_by_hand()
        => Missing.Verify("""
            using System.Text.Json;
            using System.Text.Json.Serialization;
            using System.Text.Json.Serialization.Metadata;

            [SessionModel(JsonContext = typeof(AppJson))]
            public partial class Cart { [SessionProperty] public partial List<int> Numbers { get; set; } }

            public sealed class AppJson() : JsonSerializerContext(null)
            {
                public static AppJson Default { get; } = new();
                protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
                public override JsonTypeInfo? GetTypeInfo(Type type) => JsonTypeInfo.CreateJsonTypeInfo(type, new());
            }
            """);

    [Fact]
    public Task TSES027_is_silent_about_properties_of_a_type_parameter()
        => Missing.Verify("""
            using System.Text.Json.Serialization;

            [SessionModel(JsonContext = typeof(AppJson))]
            public partial class Wizard<T> where T : new() { [SessionProperty] public partial List<T> Steps { get; set; } }
            [JsonSerializable(typeof(int))] public partial class AppJson : JsonSerializerContext;
            """);

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
        => (Untrimmed with { BuildProperties = ImmutableDictionary<string, string>.Empty.Add("EnableTrimAnalyzer", value) }).Verify(
            "[SessionModel] public partial class Cart { [SessionProperty] public partial List<int> Numbers { get; set; } }");

    private static string Project(string type, string known) => $$"""
        using System.Text.Json.Serialization;

        [SessionModel(JsonContext = typeof(AppJson))]
        public partial class Cart
        {
            [SessionProperty] public partial {{type}} Thing { get; set; }
        }

        [JsonSerializable({{known}})]
        public partial class AppJson : JsonSerializerContext;

        public class Line { public string? Product { get; set; } }
        public struct Money { public decimal Amount { get; set; } }
        public class Order { public List<Line>? Lines { get; set; } public Money? Total { get; set; } }
        [JsonDerivedType(typeof(Card))] public class Payment;
        public class Card : Payment;
        """;
}
