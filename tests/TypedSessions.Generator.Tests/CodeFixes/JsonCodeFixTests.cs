using System.Collections.Immutable;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.CodeFixes;

/// <summary>The fixes for missing JSON metadata.</summary>
public sealed class JsonCodeFixTests
{
    private static readonly CodeFixTest NotAContext = CodeFixTest.Create(DiagnosticIds.NotAJsonContext);
    private static readonly CodeFixTest Missing = CodeFixTest.Create(DiagnosticIds.TypeMissingInJsonContext);
    private static readonly CodeFixTest Trimmed = CodeFixTest.Create(DiagnosticIds.NoJsonContext) with
    {
        BuildProperties = ImmutableDictionary<string, string>.Empty.Add("EnableTrimAnalyzer", "true"),
    };

    [Fact]
    public Task TSES026_removes_the_argument()
        => NotAContext.Verify(
            """
            [SessionModel(JsonContext = [|typeof(AppJson)|])] public partial class Cart;
            [SessionModel(Prefix = "v.", JsonContext = [|typeof(AppJson)|])] public partial class Visits;
            public class AppJson;
            """,
            """
            [SessionModel] public partial class Cart;
            [SessionModel(Prefix = "v.")] public partial class Visits;
            public class AppJson;
            """);

    [Fact]
    public Task TSES027_adds_the_types_to_a_context_in_another_file()
        => Missing.Verify(
            (
                """
                namespace Shop;

                [SessionModel(JsonContext = typeof(Data.AppJson))]
                public partial class Cart
                {
                    [SessionProperty] public partial [|List<Line>|] Lines { get; set; }
                    [SessionProperty] public partial [|List<Line>?|] Others { get; set; }
                    [SessionProperty] public partial [|Money?|] Total { get; set; }
                }

                public record Line(string Product);

                public record struct Money(decimal Amount);
                """,
                """
                namespace Shop;

                [SessionModel(JsonContext = typeof(Data.AppJson))]
                public partial class Cart
                {
                    [SessionProperty] public partial List<Line> Lines { get; set; }
                    [SessionProperty] public partial List<Line>? Others { get; set; }
                    [SessionProperty] public partial Money? Total { get; set; }
                }

                public record Line(string Product);

                public record struct Money(decimal Amount);
                """),
            (
                """
                using System.Text.Json;
                using System.Text.Json.Serialization;

                namespace Data
                {
                    /// <summary>All of it.</summary>
                    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
                    [JsonSerializable(typeof(int))] // numbers
                    internal sealed partial class AppJson : JsonSerializerContext;
                }
                """,
                """
                using System.Text.Json;
                using System.Text.Json.Serialization;

                namespace Data
                {
                    /// <summary>All of it.</summary>
                    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
                    [JsonSerializable(typeof(int))] // numbers
                    [JsonSerializable(typeof(List<Shop.Line>))]
                    [JsonSerializable(typeof(Shop.Money))]
                    internal sealed partial class AppJson : JsonSerializerContext;
                }
                """));

    [Fact]
    public Task TSES027_has_a_title_with_the_type()
        => Missing.VerifyTitles(
            """
            [SessionModel(JsonContext = typeof(AppJson))]
            public partial class Cart { [SessionProperty] public partial [|List<int>|] Numbers { get; set; } }
            [System.Text.Json.Serialization.JsonSerializable(typeof(int))]
            public partial class AppJson : System.Text.Json.Serialization.JsonSerializerContext;
            """,
            "Add [JsonSerializable(typeof(List<int>))] to 'AppJson'");

    [Fact]
    public Task TSES028_creates_a_context_beside_the_model()
        => Trimmed.Verify(
            """
            using System.Drawing;

            namespace Shop
            {
                public partial class Outer
                {
                    [SessionModel]
                    public partial class Cart
                    {
                        [SessionProperty] public partial [|List<Line>|] Lines { get; set; }
                        [SessionProperty] public partial [|int[]|] Numbers { get; set; }
                        [SessionProperty] public partial [|List<Line>?|] Others { get; set; }
                    }
                }

                public record Line(string Product, Point Place);
            }
            """,
            """
            using System.Drawing;
            using System.Text.Json.Serialization;

            namespace Shop
            {
                public partial class Outer
                {
                    [SessionModel(JsonContext = typeof(CartJson))]
                    public partial class Cart
                    {
                        [SessionProperty] public partial List<Line> Lines { get; set; }
                        [SessionProperty] public partial int[] Numbers { get; set; }
                        [SessionProperty] public partial List<Line>? Others { get; set; }
                    }
                }

                [JsonSerializable(typeof(List<Line>))]
                [JsonSerializable(typeof(int[]))]
                internal sealed partial class CartJson : JsonSerializerContext;

                public record Line(string Product, Point Place);
            }
            """);

    [Fact]
    public Task TSES028_creates_a_context_in_a_file_that_ends_with_the_model()
        => Trimmed.Verify(
            """
            [SessionModel]
            public partial class Cart { [SessionProperty] public partial [|List<int>|] Numbers { get; set; } }
            """,
            """
            using System.Text.Json.Serialization;

            [SessionModel(JsonContext = typeof(CartJson))]
            public partial class Cart { [SessionProperty] public partial List<int> Numbers { get; set; } }

            [JsonSerializable(typeof(List<int>))]
            internal sealed partial class CartJson : JsonSerializerContext;
            """);

    [Theory]
    [InlineData(
        "using System;\nusing System.Threading;\n",
        "using System;\nusing System.Text.Json.Serialization;\nusing System.Threading;\n")]
    [InlineData("// A licence.\nusing Zoo;\n", "// A licence.\nusing System.Text.Json.Serialization;\nusing Zoo;\n")]
    [InlineData("global using Zoo;\n", "global using Zoo;\nusing System.Text.Json.Serialization;\n")]
    [InlineData("global using System.Text.Json.Serialization;\n", "global using System.Text.Json.Serialization;\n")]
    [InlineData("// A licence.\n\n", "// A licence.\n\nusing System.Text.Json.Serialization;\n\n")]
    public Task TSES028_adds_the_using_where_it_belongs(string usings, string expected)
        => Trimmed.Verify(
            (
                usings
                    + "[SessionModel]\n"
                    + "public partial class Cart { [SessionProperty] public partial [|List<int>|] Numbers { get; set; } }\n",
                expected
                    + "[SessionModel(JsonContext = typeof(CartJson))]\n"
                    + "public partial class Cart { [SessionProperty] public partial List<int> Numbers { get; set; } }\n\n"
                    + "[JsonSerializable(typeof(List<int>))]\ninternal sealed partial class CartJson : JsonSerializerContext;\n"),
            ("namespace Zoo { public class Animal; }", "namespace Zoo { public class Animal; }"));

    [Fact]
    public Task TSES028_uses_the_context_that_is_there()
        => Trimmed.Verify(
            (
                """
                namespace Shop;

                [SessionModel(Prefix = "cart.")]
                public partial class Cart
                {
                    [SessionProperty] public partial [|List<int>|] Numbers { get; set; }
                    [SessionProperty] public partial [|List<long>|] Others { get; set; }
                }

                [SessionModel]
                public partial class Visits { [SessionProperty] public partial [|List<int>|] Numbers { get; set; } }
                """,
                """
                namespace Shop;

                [SessionModel(Prefix = "cart.", JsonContext = typeof(Data.AppJson))]
                public partial class Cart
                {
                    [SessionProperty] public partial List<int> Numbers { get; set; }
                    [SessionProperty] public partial List<long> Others { get; set; }
                }

                [SessionModel(JsonContext = typeof(Data.AppJson))]
                public partial class Visits { [SessionProperty] public partial List<int> Numbers { get; set; } }
                """),
            (
                """
                using System.Text.Json.Serialization;

                namespace Data;

                [JsonSerializable(typeof(List<long>))]
                internal sealed partial class AppJson : JsonSerializerContext;
                """,
                """
                using System.Text.Json.Serialization;

                namespace Data;

                [JsonSerializable(typeof(List<long>))]
                [JsonSerializable(typeof(List<int>))]
                internal sealed partial class AppJson : JsonSerializerContext;
                """));

    [Fact]
    public Task TSES028_leaves_private_types_alone()
        => Trimmed.VerifyNoFix("""
            public partial class Outer
            {
                private class Line;
                [SessionModel] private partial class Cart { [SessionProperty] public partial [|List<Line>|] Lines { get; set; } }
            }
            """);

    [Fact]
    public Task TSES029_uses_DateTimeOffset()
        => CodeFixTest.Create(DiagnosticIds.DateTimeProperty).Verify(
            """
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty] public partial [|DateTime|] Since { get; set; } // then
                [SessionProperty] public partial [|System.DateTime?|] Until { get; set; }
                public void Start() => Since = DateTime.UtcNow;
            }
            """,
            """
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty] public partial DateTimeOffset Since { get; set; } // then
                [SessionProperty] public partial System.DateTimeOffset? Until { get; set; }
                public void Start() => Since = DateTime.UtcNow;
            }
            """);

    [Fact]
    public Task TSES029_leaves_an_alias_alone()
        => CodeFixTest.Create(DiagnosticIds.DateTimeProperty).VerifyNoFix("""
            using Moment = System.DateTime;

            [SessionModel] public partial class Cart { [SessionProperty] public partial [|Moment|] Since { get; set; } }
            """);
}
