using TypedSessions.Generator.Parsing;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Parsing;

public class TypeRulesTests
{
    private const string Declarations = """
        interface IShape;
        abstract class Shape;
        [JsonPolymorphic] interface IKnownShape;
        [JsonConverter(typeof(KeyConverter))] struct Key;
        class KeyConverter : JsonConverter<Key>
        {
            public override Key Read(ref System.Text.Json.Utf8JsonReader reader, Type type, System.Text.Json.JsonSerializerOptions options)
                => default;
            public override void Write(System.Text.Json.Utf8JsonWriter writer, Key value, System.Text.Json.JsonSerializerOptions options)
            {
            }
        }
        class Product;
        class MyStream : MemoryStream;
        abstract class MyContext : HttpContext;
        [SessionModel] partial class Other;
        """;

    [Theory]
    [InlineData("object", TypeProblem.Untyped)]
    [InlineData("dynamic", TypeProblem.Untyped)]
    [InlineData("List<object>", TypeProblem.Untyped)]
    [InlineData("object[]", TypeProblem.Untyped)]
    [InlineData("Action", TypeProblem.Delegate)]
    [InlineData("Delegate", TypeProblem.Delegate)]
    [InlineData("Dictionary<string, Func<int>>", TypeProblem.Delegate)]
    [InlineData("int*", TypeProblem.Pointer)]
    [InlineData("int*[]", TypeProblem.Pointer)]
    [InlineData("delegate*<void>", TypeProblem.Pointer)]
    [InlineData("List<nint>", TypeProblem.Pointer)]
    [InlineData("Span<int>", TypeProblem.RefStruct)]
    [InlineData("int[,]", TypeProblem.MultidimensionalArray)]
    [InlineData("(int X, int Y)", TypeProblem.Tuple)]
    [InlineData("(int X, int Y)?", TypeProblem.Tuple)]
    [InlineData("List<(int, int)>", TypeProblem.Tuple)]
    [InlineData("Stream", TypeProblem.ProcessBound)]
    [InlineData("MyStream", TypeProblem.ProcessBound)]
    [InlineData("StringWriter", TypeProblem.ProcessBound)]
    [InlineData("Task", TypeProblem.ProcessBound)]
    [InlineData("Task<int>", TypeProblem.ProcessBound)]
    [InlineData("ValueTask<int>", TypeProblem.ProcessBound)]
    [InlineData("CancellationToken", TypeProblem.ProcessBound)]
    [InlineData("Type", TypeProblem.ProcessBound)]
    [InlineData("Expression<Func<int>>", TypeProblem.ProcessBound)]
    [InlineData("IQueryable<int>", TypeProblem.ProcessBound)]
    [InlineData("IAsyncEnumerable<int>", TypeProblem.ProcessBound)]
    [InlineData("HttpContext", TypeProblem.ProcessBound)]
    [InlineData("MyContext", TypeProblem.ProcessBound)]
    [InlineData("ISession", TypeProblem.ProcessBound)]
    [InlineData("List<SessionMap<int, int>>", TypeProblem.ProcessBound)]
    [InlineData("Other", TypeProblem.SessionModel)]
    [InlineData("List<Other>", TypeProblem.SessionModel)]
    [InlineData("IShape", TypeProblem.Abstract)]
    [InlineData("Shape", TypeProblem.Abstract)]
    [InlineData("List<Shape>", TypeProblem.Abstract)]
    [InlineData("System.Collections.IList", TypeProblem.Abstract)]
    [InlineData("IReadOnlySet<int>", TypeProblem.Abstract)]
    [InlineData("System.Collections.Frozen.FrozenSet<int>", TypeProblem.Abstract)]
    [InlineData("Dictionary<Product, int>", TypeProblem.DictionaryKey)]
    [InlineData("IReadOnlyDictionary<byte[], int>", TypeProblem.DictionaryKey)]
    [InlineData("List<Dictionary<(int, int), int>>", TypeProblem.DictionaryKey)]
    [InlineData("Missing", TypeProblem.Unknown)]
    [InlineData("List<Missing>", TypeProblem.Unknown)]
    public void A_type_that_cannot_be_stored_has_a_problem(string type, object problem)
    {
        var property = TestSymbols.PropertyOfType(type, Declarations);

        Assert.Equal(problem, TypeRules.Examine(property.Type));
        Assert.Equal(
            problem is TypeProblem.Unknown ? PropertyProblem.UnknownType : PropertyProblem.UnsupportedType,
            SessionPropertyRules.Examine(property));
    }

    [Theory]
    [InlineData("nint")]
    [InlineData("byte[]")]
    [InlineData("int?")]
    [InlineData("DayOfWeek?")]
    [InlineData("List<int?>")]
    [InlineData("int[][]")]
    [InlineData("Product")]
    [InlineData("IKnownShape")]
    [InlineData("List<IKnownShape>")]
    [InlineData("IDictionary<DayOfWeek, IList<Product>>")]
    [InlineData("Dictionary<Key, int>")]
    [InlineData("Dictionary<Version, int>")]
    [InlineData("ISet<Guid>")]
    [InlineData("IImmutableList<int>")]
    [InlineData("KeyValuePair<string, int>")]
    [InlineData("System.Text.Json.Nodes.JsonNode")]
    [InlineData("System.Text.Json.JsonElement")]
    [InlineData("Tuple<int, string>")]
    public void A_type_that_can_be_stored_has_no_problem(string type)
        => Assert.Equal(TypeProblem.None, TypeRules.Examine(TestSymbols.PropertyOfType(type, Declarations).Type));
}
