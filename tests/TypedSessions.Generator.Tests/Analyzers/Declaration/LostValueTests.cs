using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Declaration;

/// <summary>
/// Members of an application's own types. <see cref="StoredTypes.StoredTypeTests"/> covers the types of .NET.
/// </summary>
public sealed class LostValueTests
{
    private const string Unbound
        = "has no property of its name and type; rename one of them, or add a public parameterless constructor";

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.LostValue);

    [Theory]
    [InlineData("public int Count;", "JSON omits the field 'Line.Count'; make it a property, or add [JsonInclude]")]
    [InlineData(
        "public (int, int) Size { get; set; }",
        "'Line.Size' cannot be stored (the elements of a tuple are fields, which JSON omits); store a record")]
    [InlineData(
        "public int Count { get; private set; }",
        "JSON does not set 'Line.Count', which has no public setter; "
            + "make the setter public or 'init', or add [JsonInclude]")]
    [InlineData(
        "public List<int> Parts { get; } = [];",
        "JSON does not set 'Line.Parts', which has no public setter; add 'init' or 'set'")]
    [InlineData(
        "public Guid Id { get; } = Guid.NewGuid();",
        "JSON does not set 'Line.Id', which has no public setter; add 'init' or 'set'")]
    [InlineData("public Stack<int> Parts { get; set; } = [];", "JSON does not restore 'Stack<int>' of 'Line.Parts'; store a List<T>")]
    [InlineData(
        "public Dictionary<string, System.Numerics.BigInteger>? Prices { get; set; }",
        "JSON does not restore 'BigInteger' of 'Line.Prices'; store its text, or the values from which it is created")]
    [InlineData("public Line(decimal price) { }", "parameter 'price' of the constructor of 'Line' " + Unbound)]
    [InlineData(
        "public Line(int count) { Count = count; } public long Count { get; set; }",
        "parameter 'count' of the constructor of 'Line' " + Unbound)]
    [InlineData(
        "private Line() { }",
        "JSON cannot create a 'Line'; add a public parameterless constructor, or mark one with [JsonConstructor]")]
    public async Task TSES033_names_the_member_and_what_to_do(string members, string expected)
    {
        var message = await Rule.Message(Cart("[|Line?|]", members));

        Assert.Equal($"Session property 'Cart.Value' of type 'Line' loses data because {expected}", message);
    }

    [Theory]
    [InlineData("[|List<Line>|]")]
    [InlineData("[|Line[]|]")]
    [InlineData("[|Dictionary<string, List<Line>>|]")]
    [InlineData("[|Holder<Line>|]")]
    [InlineData("[|Derived?|]")]
    [InlineData("[|Middle?|]")]
    [InlineData("[|Shape?|]")]
    [InlineData("[|Page|]")]
    [InlineData("[|Lines|]")]
    [InlineData("[|Value?|]")]
    public Task TSES033_examines_elements_arguments_members_and_bases(string type) => Rule.Verify(Cart(type, "public int Count;"));

    [Theory]
    [InlineData("[JsonInclude] public int Count;")]
    [InlineData("[JsonIgnore] public int Count;")]
    [InlineData("[JsonInclude] public int Count { get; private set; }")]
    [InlineData("[JsonIgnore] public object? Tag { get; set; }")]
    [InlineData("public const int Max = 3; public static int Total; public static List<int> All { get; } = [];")]
    [InlineData("private int _count; public int Count { get => _count; set => _count = value; }")]
    [InlineData("public int Count { get; set; } public int Total => Count * 2; public object Boxed => Count;")]
    [InlineData("public int Count { get; init; } public string Kind { get; } = \"line\";")]
    [InlineData("public Line(int count) { Count = count; } public int Count { get; }")]
    [InlineData("[JsonConstructor] private Line(int count) { Count = count; } public int Count { get; }")]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public List<int> Parts { get; } = [];")]
    [InlineData(
        "public readonly int Version = 3; public Guid Id { get; } = Guid.Empty; public TimeSpan Time { get; } = TimeSpan.FromMinutes(5);")]
    [InlineData(
        "public Line(int count) { Count = count; Twice = 2 * count; } public int Count { get; } public int Twice { get; private set; }")]
    [InlineData("public Id<Counted>? Id { get; set; }")]
    [InlineData("public Hiding? Inner { get; set; }")]
    [InlineData("public Round? Shape { get; set; }")]
    [InlineData("public Growing<int>? Next { get; set; }")]
    [InlineData("public Span? Inner { get; set; }")]
    [InlineData("private int _count; public void Add() => _count++;")]
    [InlineData("internal int Order { get; set; } protected int Depth { get; set; } public int Count { get; set; }")]
    [InlineData("public Line? Next { get; set; } public List<Line> Others { get; set; } = [];")]
    [InlineData(
        "public IReadOnlyList<int>? Parts { get; set; } public System.Text.Json.JsonElement Raw "
            + "{ get; set; } public DayOfWeek Day { get; set; }")]
    public Task TSES033_is_silent_about_members_that_survive_a_round_trip(string members) => Rule.Verify(Cart("Line?", members));

    [Theory]
    [InlineData("Point")]
    [InlineData("Range?")]
    [InlineData("Marker?")]
    [InlineData("Numbers")]
    [InlineData("Drawing.Square?")]
    public Task TSES033_is_silent_about_types_that_survive_a_round_trip(string type)
        => Rule.Verify(Cart(type, "public int Count { get; set; }"));

    [Fact]
    public Task TSES033_is_silent_where_the_context_includes_fields() => Rule.Verify(
        """
        using System.Text.Json.Serialization;

        [JsonSourceGenerationOptions(IncludeFields = true)]
        [JsonSerializable(typeof(Line))]
        public partial class ShopJson : JsonSerializerContext;

        [SessionModel(JsonContext = typeof(ShopJson))]
        public partial class Cart
        {
            [SessionProperty] public partial Line? Value { get; set; }
        }

        public class Line { public int Count; public (int, int) Size { get; set; } }
        """);

    [Fact]
    public Task TSES033_reports_fields_where_a_context_does_not_include_them() => Rule.Verify(
        """
        using System.Text.Json.Serialization;

        [JsonSerializable(typeof(Line))]
        public partial class ShopJson : JsonSerializerContext;

        [SessionModel(JsonContext = typeof(ShopJson))]
        public partial class Cart
        {
            [SessionProperty] public partial [|Line?|] Value { get; set; }
        }

        public class Line { public int Count; }
        """);

    [Fact]
    public async Task TSES033_is_silent_about_private_constructors_of_another_project()
    {
        var library = TestCompilation.Create("""
            namespace Domain;
            public class Account
            {
                [System.Text.Json.Serialization.JsonConstructor] private Account() { }
                public Account(string first, string second) { }
                public int Count { get; set; }
            }
            """);
        await (Rule with { Library = ReferenceTo(library) }).Verify("""
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty] public partial Domain.Account? Value { get; set; }
            }
            """);
    }

    [Fact]
    public Task TSES033_is_silent_where_the_application_has_its_own_options() => Rule.Verify(
        Cart("Line?", "public int Count;"),
        """
        public static class SetUp
        {
            public static void Configure(TypedSessionsOptions options)
                => options.JsonSerializerOptions = new System.Text.Json.JsonSerializerOptions { IncludeFields = true };
        }
        """);

    // The reference assembly, which has no private members.
    private static Microsoft.CodeAnalysis.MetadataReference ReferenceTo(Microsoft.CodeAnalysis.CSharp.CSharpCompilation library)
    {
        using var assembly = new MemoryStream();
        var options = new Microsoft.CodeAnalysis.Emit.EmitOptions(metadataOnly: true, includePrivateMembers: false);
        Assert.True(library.Emit(assembly, options: options, cancellationToken: TestContext.Current.CancellationToken).Success);
        return Microsoft.CodeAnalysis.MetadataReference.CreateFromImage(assembly.ToArray());
    }

    private static string Cart(string type, string members) => $$"""
        using System.Text.Json.Serialization;

        [SessionModel]
        public partial class Cart
        {
            [SessionProperty] public partial {{type}} Value { get; set; }
        }

        public class Line
        {
            {{members}}
        }

        public class Holder<T> { public T? Item { get; set; } }
        public class Base { public string? Name; }
        public class Derived : Base { public int Number { get; set; } }
        public class Middle { public Base? Inner { get; set; } }
        public class Page : List<int> { public int Number { get; set; } }
        public class Lines : List<Base>;
        public struct Value { public int X; }

        [JsonDerivedType(typeof(Circle), "circle")]
        public abstract class Shape;
        public class Circle : Shape { public double Radius; }

        public class Counted { public int Count; }
        public record struct Id<T>(Guid Value);
        public class Hidden { public object? Value { get; set; } }
        public class Hiding : Hidden { public new int Value { get; set; } }
        public abstract class Named(string kind) { public string Kind { get; } = kind; }
        public class Round() : Named("round") { public int Radius { get; set; } }
        public class Growing<T> { public Growing<List<T>>? Next { get; set; } }
        public record Span(int From, int To) { public int Length { get; } = To - From; }
        public record struct Point(int X, int Y);
        public record Range(int From, int To) { public int Length => To - From; }
        public class Marker;
        public class Numbers : List<int>;
        public static class Drawing
        {
            [JsonConverter(typeof(SquareConverter))]
            public class Square(int side) { public int Area => side * side; }

            public class SquareConverter : JsonConverter<Square>
            {
                public override Square Read(
                    ref System.Text.Json.Utf8JsonReader reader, Type type, System.Text.Json.JsonSerializerOptions options)
                    => new(reader.GetInt32());

                public override void Write(
                    System.Text.Json.Utf8JsonWriter writer, Square value, System.Text.Json.JsonSerializerOptions options)
                    => writer.WriteNumberValue(value.Area);
            }
        }
        """;
}
