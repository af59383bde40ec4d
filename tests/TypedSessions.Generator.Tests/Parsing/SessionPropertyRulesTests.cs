using TypedSessions.Generator.Parsing;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Parsing;

public class SessionPropertyRulesTests
{
    [Theory]
    [InlineData("public partial int P { get; set; }", PropertyProblem.None)]
    [InlineData("public partial int P { get; }", PropertyProblem.None)]
    [InlineData("public int P { get; set; }", PropertyProblem.NotPartial)]
    [InlineData("public static partial int P { get; set; }", PropertyProblem.Static)]
    [InlineData("public partial int this[int index] { get; set; }", PropertyProblem.Indexer)]
    [InlineData("public partial ref int P { get; }", PropertyProblem.ByReference)]
    [InlineData("public partial ref readonly int P { get; }", PropertyProblem.ByReference)]
    [InlineData("public partial int P { set; }", PropertyProblem.NoGetter)]
    [InlineData("public partial int P { get; init; }", PropertyProblem.InitAccessor)]
    [InlineData("public required partial int P { get; set; }", PropertyProblem.Required)]
    [InlineData("public partial object P { get; set; }", PropertyProblem.UnsupportedType)]
    [InlineData("public partial Unknown P { get; set; }", PropertyProblem.UnknownType)]
    public void The_shape_of_the_property_decides(string property, object problem)
        => Assert.Equal(problem, Examine("[SessionProperty] " + property));

    [Theory]
    [InlineData("Uri", PropertyProblem.NoDefault)]
    [InlineData("Uri?", PropertyProblem.None)]
    [InlineData("NoConstructor", PropertyProblem.NoDefault)]
    [InlineData("NoConstructor?", PropertyProblem.None)]
    [InlineData("PrivateConstructor", PropertyProblem.NoDefault)]
    [InlineData("InternalConstructor", PropertyProblem.None)]
    [InlineData("RequiredMember", PropertyProblem.NoDefault)]
    [InlineData("InheritedRequiredMember", PropertyProblem.NoDefault)]
    [InlineData("SetsRequiredMember", PropertyProblem.None)]
    [InlineData("Known", PropertyProblem.NoDefault)]
    [InlineData("System.Text.Json.JsonDocument", PropertyProblem.NoDefault)]
    [InlineData("Struct", PropertyProblem.None)]
    public void A_non_nullable_type_requires_a_default(string type, object problem)
        => Assert.Equal(problem, Examine($"[SessionProperty] public partial {type} P {{ get; set; }}"));

    [Theory]
    [InlineData("TFree", PropertyProblem.NoDefault)]
    [InlineData("TFree?", PropertyProblem.None)]
    [InlineData("TClass", PropertyProblem.NoDefault)]
    [InlineData("TStruct", PropertyProblem.None)]
    [InlineData("TNew", PropertyProblem.None)]
    public void A_type_parameter_has_the_default_of_its_constraints(string type, object problem)
    {
        var model = TestCompilation.Create($$"""
            [SessionModel]
            partial class M<TFree, TClass, TStruct, TNew> where TClass : class where TStruct : struct where TNew : new()
            {
                [SessionProperty] public partial {{type}} P { get; set; }
            }
            """).GetTypeByMetadataName("M`4")!;

        Assert.Equal(
            problem, SessionPropertyRules.Examine(model.GetMembers("P").OfType<Microsoft.CodeAnalysis.IPropertySymbol>().Single()));
    }

    [Theory]
    [InlineData("int", "\"5\"")]
    [InlineData("int", "5.0")]
    [InlineData("int", "5000000000")]
    [InlineData("int", "true")]
    [InlineData("int", "'a'")]
    [InlineData("int", "DayOfWeek.Monday")]
    [InlineData("byte", "256")]
    [InlineData("byte", "-1")]
    [InlineData("sbyte", "128")]
    [InlineData("uint", "-1")]
    [InlineData("ulong", "-1L")]
    [InlineData("long", "ulong.MaxValue")]
    [InlineData("nint", "5000000000")]
    [InlineData("float", "1e300")]
    [InlineData("decimal", "1e300")]
    [InlineData("decimal", "double.NaN")]
    [InlineData("string", "5")]
    [InlineData("string", "'a'")]
    [InlineData("string", "typeof(int)")]
    [InlineData("char", "\"a\"")]
    [InlineData("bool", "1")]
    [InlineData("DayOfWeek", "ConsoleColor.Red")]
    [InlineData("DayOfWeek", "5000000000")]
    [InlineData("DayOfWeek", "\"Monday\"")]
    [InlineData("Guid", "\"b5a2\"")]
    [InlineData("int[]", "new[] { 1 }")]
    [InlineData("List<int>", "1")]
    [InlineData("int?", "\"5\"")]
    public void A_default_that_does_not_convert_is_a_problem(string type, string value)
        => Assert.Equal(
            PropertyProblem.DefaultDoesNotFit, Examine($"[SessionProperty(Default = {value})] public partial {type} P {{ get; set; }}"));

    private static PropertyProblem Examine(string property)
        => SessionPropertyRules.Examine(TestSymbols.Property($$"""
            [SessionModel]
            partial class M
            {
                {{property}}
            }

            class NoConstructor(int x) { public int X { get; } = x; }
            class PrivateConstructor { private PrivateConstructor() { } }
            class InternalConstructor { internal InternalConstructor() { } }
            class RequiredMember { public required int X { get; set; } }
            class InheritedRequiredMember : RequiredMember;
            class SetsRequiredMember : RequiredMember
            {
                [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public SetsRequiredMember() { }
            }
            [System.Text.Json.Serialization.JsonDerivedType(typeof(Leaf))] abstract class Known;
            class Leaf : Known;
            struct Struct { public int X { get; set; } }
            """));
}
