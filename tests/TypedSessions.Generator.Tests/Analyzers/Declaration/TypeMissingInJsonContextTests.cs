using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Declaration;

public sealed class TypeMissingInJsonContextTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.TypeMissingInJsonContext);

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
            await Rule.Message(Project($"[|{type}|]", known)));

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
    public Task TSES027_is_silent_about_types_of_the_context(string type, string known) => Rule.Verify(Project(type, known));

    [Fact]
    public async Task TSES027_reports_the_former_type_of_an_upgrade()
        => Assert.Equal(
            "Session property 'Cart.Count' fails at runtime because 'AppJson' has no metadata for 'List<string>'; "
                + "add [JsonSerializable(typeof(List<string>))] to 'AppJson'",
            await Rule.Message("""
                using System.Text.Json.Serialization;

                [JsonSerializable(typeof(int[]))]
                public partial class AppJson : JsonSerializerContext;

                [SessionModel(JsonContext = typeof(AppJson))]
                public partial class Cart
                {
                    [SessionProperty(FormerKeys = ["lines"])] public partial int Count { get; set; }
                    [SessionUpgrade(nameof(Count))] private static int FromLines(List<string> [|lines|]) => lines.Count;
                }
                """));

    [Fact]
    public Task TSES027_is_silent_about_handwritten_contexts()
        => Rule.Verify("""
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
        => Rule.Verify("""
            using System.Text.Json.Serialization;

            [SessionModel(JsonContext = typeof(AppJson))]
            public partial class Wizard<T> where T : new() { [SessionProperty] public partial List<T> Steps { get; set; } }
            [JsonSerializable(typeof(int))] public partial class AppJson : JsonSerializerContext;
            """);

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
