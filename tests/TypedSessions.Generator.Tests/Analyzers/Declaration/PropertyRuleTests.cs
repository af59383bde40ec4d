using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Declaration;

public sealed class PropertyRuleTests
{
    private static string Model(string members) => $$"""
        [SessionModel]
        public unsafe partial class Cart
        {
            public record Key(int X, int Y);

            {{members}}
        }

        public enum Color { Red, Blue }
        """;

    [Fact]
    public async Task TSES011_reports_a_property_that_is_not_partial()
        => Assert.Equal(
            "Session property 'Cart.Count' is not partial, so it is not stored in the session; "
                + "add 'partial' and remove the bodies of its accessors",
            await AnalyzerTest.Create(DiagnosticIds.PropertyNotPartial)
                .Message(Model("[SessionProperty] public int [|Count|] { get; set; }")));

    [Fact]
    public Task TSES011_is_silent_about_properties_without_the_attribute()
        => AnalyzerTest.Create(DiagnosticIds.PropertyNotPartial).Verify(Model("""
            public int Local { get; set; }
            [SessionProperty] public partial int Count { get; set; }
            [SessionProperty] public partial int ReadOnly { get; }
            [SessionProperty] protected internal virtual partial int Other { get; private set; }
            """));

    [Fact]
    public Task TSES012_reports_a_static_property()
        => AnalyzerTest.Create(DiagnosticIds.StaticProperty).Verify(
            Model("[SessionProperty] public [|static|] partial int Count { get; set; }"));

    [Fact]
    public Task TSES012_is_silent_about_static_properties_without_the_attribute()
        => AnalyzerTest.Create(DiagnosticIds.StaticProperty).Verify(Model("public static int Count { get; set; }"));

    [Fact]
    public Task TSES013_reports_an_indexer()
        => AnalyzerTest.Create(DiagnosticIds.IndexerProperty).Verify(
            Model("[SessionProperty] public partial int [|this|][int index] { get; set; }"));

    [Fact]
    public Task TSES013_is_silent_about_indexers_without_the_attribute()
        => AnalyzerTest.Create(DiagnosticIds.IndexerProperty).Verify(Model("public int this[int index] => index;"));

    [Fact]
    public Task TSES014_reports_a_property_that_returns_a_reference()
        => AnalyzerTest.Create(DiagnosticIds.ReferenceProperty)
            .Verify(Model("[SessionProperty] public partial [|ref int|] Count { get; }"));

    [Fact]
    public Task TSES014_is_silent_about_references_without_the_attribute()
        => AnalyzerTest.Create(DiagnosticIds.ReferenceProperty).Verify(Model("private int _count; public ref int Count => ref _count;"));

    [Fact]
    public Task TSES015_reports_a_property_without_a_getter()
        => AnalyzerTest.Create(DiagnosticIds.NoGetter).Verify(Model("[SessionProperty] public partial int [|Count|] { set; }"));

    [Fact]
    public Task TSES015_is_silent_about_a_private_getter()
        => AnalyzerTest.Create(DiagnosticIds.NoGetter).Verify(Model("[SessionProperty] public partial int Count { private get; set; }"));

    [Fact]
    public Task TSES016_reports_the_init_accessor()
        => AnalyzerTest.Create(DiagnosticIds.InitAccessor).Verify(Model("[SessionProperty] public partial int Count { get; [|init|]; }"));

    [Fact]
    public Task TSES016_is_silent_about_init_without_the_attribute()
        => AnalyzerTest.Create(DiagnosticIds.InitAccessor).Verify(Model("public int Count { get; init; }"));

    [Fact]
    public Task TSES017_reports_the_word_required()
        => AnalyzerTest.Create(DiagnosticIds.RequiredProperty).Verify(
            Model("[SessionProperty] public [|required|] partial string Name { get; set; }"));

    [Fact]
    public Task TSES017_is_silent_about_properties_that_are_not_required()
        => AnalyzerTest.Create(DiagnosticIds.RequiredProperty).Verify(Model("[SessionProperty] public partial string Name { get; set; }"));

    [Theory]
    [InlineData("object", "its values would be read as another type; use a specific type")]
    [InlineData("dynamic", "its values would be read as another type; use a specific type")]
    [InlineData("List<object>", "its values would be read as another type; use a specific type")]
    [InlineData("Action", "a delegate is code and holds no data; store its data instead")]
    [InlineData("int*", "an address is invalid in the next request; store the value that it points to")]
    [InlineData("Span<int>", "a ref struct exists only on the stack; store an array or a string")]
    [InlineData("int[,]", "JSON has no multidimensional arrays; store an array of arrays")]
    [InlineData("(int X, int Y)", "the elements of a tuple are fields, which JSON omits; store a record")]
    [InlineData("System.IO.Stream", "it belongs to one process or request; store the data from which it can be created")]
    [InlineData("Task<int>", "it belongs to one process or request; store the data from which it can be created")]
    [InlineData("ISession", "it belongs to one process or request; store the data from which it can be created")]
    [InlineData(
        "Dictionary<Cart.Key, int>",
        "JSON writes the keys of a dictionary as property names; use a string, a number or an enum as the key")]
    [InlineData("Cart", "a session model is a view of the session, not a value; declare a separate class for the value")]
    [InlineData(
        "IDisposable",
        "an abstract type does not specify the class to create; use the class, or add [JsonDerivedType] to the type")]
    public async Task TSES018_reports_types_that_cannot_be_stored(string type, string why)
    {
        var message = await AnalyzerTest.Create(DiagnosticIds.UnsupportedType).Message(
            Model($"[SessionProperty] public partial [|{type}|] Thing {{ get; set; }}"));

        Assert.StartsWith("Session property 'Cart.Thing' of type '", message, StringComparison.Ordinal);
        Assert.EndsWith("' cannot be stored because " + why, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("string?")]
    [InlineData("Guid")]
    [InlineData("byte[]")]
    [InlineData("DateTimeOffset?")]
    [InlineData("Color")]
    [InlineData("List<Dictionary<string, Guid>>")]
    [InlineData("IReadOnlyList<string>")]
    [InlineData("int[][]")]
    [InlineData("System.Text.Json.Nodes.JsonNode?")]
    public Task TSES018_is_silent_about_types_that_can_be_stored(string type)
        => AnalyzerTest.Create(DiagnosticIds.UnsupportedType)
            .Verify(Model($"[SessionProperty] public partial {type} Thing {{ get; set; }}"));

    [Fact]
    public async Task TSES019_reports_a_type_without_a_default_value()
        => Assert.Equal(
            "Session property 'Cart.Home' has no default, because 'Uri' can be neither null nor created without arguments; "
                + "declare it as 'Uri?'",
            await AnalyzerTest.Create(DiagnosticIds.NoDefault)
                .Message(Model("[SessionProperty] public partial [|Uri|] Home { get; set; }")));

    [Fact]
    public Task TSES019_is_silent_about_types_with_a_default()
        => AnalyzerTest.Create(DiagnosticIds.NoDefault).Verify(Model("""
            [SessionProperty] public partial Uri? Home { get; set; }
            [SessionProperty] public partial string Name { get; set; }
            [SessionProperty] public partial List<int> Numbers { get; set; }
            [SessionProperty] public partial Made New { get; set; }
            public class Made;
            """));

    [Theory]
    [InlineData("int", "\"ten\"")]
    [InlineData("byte", "300")]
    [InlineData("bool", "1")]
    [InlineData("string", "5")]
    [InlineData("Guid", "\"0\"")]
    [InlineData("Color", "\"Red\"")]
    [InlineData("int?", "1.5")]
    public async Task TSES020_reports_a_default_of_another_type(string type, string value)
        => Assert.Equal(
            $"The default {value} of session property 'Cart.Thing' does not convert to '{type}'; "
                + "use a constant of that type, or remove it",
            await AnalyzerTest.Create(DiagnosticIds.DefaultDoesNotFit).Message(
                Model($"[SessionProperty(Key = \"k\", Default = [|{value}|])] public partial {type} Thing {{ get; set; }}")));

    [Theory]
    [InlineData("int", "10")]
    [InlineData("long?", "10")]
    [InlineData("decimal", "1.5")]
    [InlineData("string", "\"none\"")]
    [InlineData("Color", "Color.Blue")]
    [InlineData("string?", "null")]
    public Task TSES020_is_silent_about_a_default_that_converts(string type, string value)
        => AnalyzerTest.Create(DiagnosticIds.DefaultDoesNotFit).Verify(
            Model($"[SessionProperty(Default = {value})] public partial {type} Thing {{ get; set; }}"));

    [Fact]
    public async Task TSES021_reports_a_session_property_outside_of_a_model()
    {
        var found = await AnalyzerTest.Create(DiagnosticIds.PropertyOutsideModel).Verify("""
            public class Cart { [SessionProperty] public int [|Count|] { get; set; } }
            public struct Point { [SessionProperty] public int [|X|] { get; set; } }
            public interface IThing { [SessionProperty] int [|Size|] { get; set; } }
            public record Line([property: SessionProperty] string [|Name|]);
            [SessionModel] public partial class Visits { public class Inner { [SessionProperty] public int [|Count|] { get; set; } } }
            """);

        Assert.Equal(
            "Property 'Cart.Count' is not stored in the session because 'Cart' is not a session model; "
                + "declare it in a class with [SessionModel], or remove [SessionProperty]",
            found[0].GetMessage());
    }

    [Fact]
    public Task TSES021_reports_a_partial_property_once()
        => AnalyzerTest.Create(DiagnosticIds.PropertyOutsideModel).Verify("""
            public partial class Cart { [SessionProperty] public partial int [|Count|] { get; set; } }
            public partial class Cart { public partial int Count { get => 1; set { } } }
            """);

    [Fact]
    public Task TSES021_is_silent_about_attributes_of_that_name_from_elsewhere()
        => AnalyzerTest.Create(DiagnosticIds.PropertyOutsideModel).Verify("""
            namespace Shop
            {
                public class SessionPropertyAttribute : Attribute;
                public class Cart { [SessionProperty] public int Count { get; set; } }
            }
            """);

    [Theory]
    [InlineData(LanguageVersion.CSharp13)]
    [InlineData(LanguageVersion.Preview)]
    public void The_compiler_refuses_an_initializer_without_a_rule(LanguageVersion version)
        => Assert.Contains(
            AnalyzerTestProject.Compile(version, [Model("[SessionProperty] public partial int Count { get; set; } = 5;")]).GetDiagnostics(
                TestContext.Current.CancellationToken),
            static found => found.Severity == DiagnosticSeverity.Error);

    [Fact]
    public Task Each_property_of_a_model_is_considered()
        => AnalyzerTest.Create(DiagnosticIds.PropertyNotPartial).Verify("""
            [SessionModel]
            public class {|TSES001:Cart|}
            {
                [SessionProperty] public int {|TSES011:Count|} { get; set; }
                [SessionProperty] public partial {|TSES018:object|} Thing { get; set; }
            }
            """);
}
