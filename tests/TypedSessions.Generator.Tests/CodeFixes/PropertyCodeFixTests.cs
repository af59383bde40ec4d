using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.CodeFixes;

/// <summary>The fixes for the declaration of a property.</summary>
public sealed class PropertyCodeFixTests
{
    [Fact]
    public Task TSES012_removes_static()
        => Verify(
            DiagnosticIds.StaticProperty, "public [|static|] partial int Count { get; set; }", "public partial int Count { get; set; }");

    [Fact]
    public Task TSES014_removes_ref()
        => Verify(
            DiagnosticIds.ReferenceProperty, "public partial [|ref readonly int|] Count { get; }", "public partial int Count { get; }");

    [Fact]
    public Task TSES014_has_no_fix_for_code_of_the_user()
        => CodeFixTest.Create(DiagnosticIds.ReferenceProperty).VerifyNoFix(
            Model("private int _count; [SessionProperty] public [|ref int|] Count => ref _count;"));

    [Theory]
    [InlineData("{ set; }", "{ get; set; }")]
    [InlineData("{\n        set; // written\n    }", "{\n        get; // written\n        set; // written\n    }")]
    public Task TSES015_adds_a_getter(string accessors, string corrected)
        => Verify(DiagnosticIds.NoGetter, $"public partial int [|Count|] {accessors}", $"public partial int Count {corrected}");

    [Theory]
    [InlineData("{ get; [|init|]; }", "{ get; set; }")]
    [InlineData("{ get; private [|init|] ; }", "{ get; private set ; }")]
    public Task TSES016_writes_set_in_place_of_init(string accessors, string corrected)
        => Verify(DiagnosticIds.InitAccessor, $"public partial int Count {accessors}", $"public partial int Count {corrected}");

    [Fact]
    public Task TSES017_removes_required()
        => Verify(
            DiagnosticIds.RequiredProperty,
            "public [|required|] partial string Name { get; set; }",
            "public partial string Name { get; set; }");

    [Theory]
    [InlineData("Uri", "Uri?")]
    [InlineData("System.Uri", "System.Uri?")]
    [InlineData("Shop.Line", "Shop.Line?")]
    public Task TSES019_makes_the_property_nullable(string type, string corrected)
        => Verify(
            DiagnosticIds.NoDefault,
            $"public partial [|{type}|] Thing {{ get; set; }} // one",
            $"public partial {corrected} Thing {{ get; set; }} // one",
            "namespace Shop { public class Line(int number) { public int Number => number; } }");

    [Fact]
    public Task TSES034_removes_the_codec()
        => CodeFixTest.Create(DiagnosticIds.CodecDoesNotFit).Verify(
            Model("[SessionProperty(Codec = [|typeof(string)|], Key = \"n\")] public partial string Name { get; set; }"),
            Model("[SessionProperty(Key = \"n\")] public partial string Name { get; set; }"));

    [Theory]
    [InlineData("[SessionProperty(Default = [|1|])]", "[SessionProperty]")]
    [InlineData("[SessionProperty(Key = \"n\", Default = [|1|])]", "[SessionProperty(Key = \"n\")]")]
    [InlineData("[SessionProperty(Default = [|1|], Key = \"n\")]", "[SessionProperty(Key = \"n\")]")]
    public Task TSES020_removes_the_default(string attribute, string corrected)
        => CodeFixTest.Create(DiagnosticIds.DefaultDoesNotFit).Verify(
            Model($"{attribute} public partial string Name {{ get; set; }}"),
            Model($"{corrected} public partial string Name {{ get; set; }}"));

    [Fact]
    public Task CS9248_adds_the_attribute_to_a_property_that_has_been_forgotten()
        => CodeFixTest.Create("CS9248").Verify(
            """
            [SessionModel]
            public partial class Cart
            {
                // How many.
                public partial int [|Count|] { get; set; }
                [Obsolete] public partial string? [|Name|] { get; set; }
            }
            """,
            """
            [SessionModel]
            public partial class Cart
            {
                // How many.
                [SessionProperty] public partial int Count { get; set; }
                [SessionProperty] [Obsolete] public partial string? Name { get; set; }
            }
            """);

    [Theory]
    [InlineData("public partial class Cart { public partial int [|Count|] { get; set; } }")]
    [InlineData("[SessionModel] public partial class Cart { public static partial int [|Count|] { get; set; } }")]
    public Task CS9248_leaves_other_properties_alone(string source) => CodeFixTest.Create("CS9248").VerifyNoFix(source);

    private static Task Verify(string id, string wrong, string right, string declarations = "")
        => CodeFixTest.Create(id).Verify(
            Model("[SessionProperty] " + wrong) + declarations, Model("[SessionProperty] " + right) + declarations);

    private static string Model(string member) => $$"""
        [SessionModel]
        public partial class Cart
        {
            {{member}}
        }

        """;
}
