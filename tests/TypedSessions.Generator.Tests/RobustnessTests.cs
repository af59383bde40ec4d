using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests;

public class RobustnessTests
{
    [Fact]
    public void The_attribute_on_two_parts_gives_one_file()
    {
        var run = GeneratorRun.Unchecked(
            "[SessionModel(Prefix = \"a.\")] partial class Cart { [SessionProperty] public partial int Count { get; set; } }",
            "[SessionModel(Prefix = \"b.\")] partial class Cart { [SessionProperty] public partial int Other { get; set; } }");

        Assert.Equal(["Cart.g.cs"], run.Files);
        Assert.Equal(["CS0579"], run.Problems().Select(static problem => problem.Id));
    }

    [Fact]
    public void A_model_in_several_parts_has_the_properties_of_all()
    {
        var run = GeneratorRun.Create(
            "[SessionModel] partial class Cart { [SessionProperty] public partial int Count { get; set; } }",
            "partial class Cart { [SessionProperty] public partial int Other { get; set; } }");

        Assert.Contains("model._session, [Count, Other]);", run.Text("Cart.g.cs"));
    }

    [Fact]
    public void Names_that_differ_in_case_only_give_files_that_differ_in_more()
    {
        var run = GeneratorRun.Create("""
            namespace Shop
            {
                [SessionModel] partial class Cart;
                [SessionModel] partial class @cart;
                [SessionModel] partial class CART;
                [SessionModel] partial class Other;
                partial class Outer { [SessionModel] partial class Cart; }
                partial class OUTER { [SessionModel] partial class Cart; }
            }

            namespace SHOP
            {
                [SessionModel] partial class Other;
            }
            """);

        Assert.Equal(7, run.Files.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(run.Files, static file => Assert.Matches(@"-[0-9a-f]{8}\.g\.cs$", file));
    }

    [Fact]
    public void The_file_of_a_twin_has_the_same_name_in_every_run()
        => Assert.Equal(
            ["Shop.CART-b367c0ed.g.cs", "Shop.Cart-dc08c20d.g.cs", "Shop.Other.g.cs"],
            GeneratorRun.Create("""
                namespace Shop;
                [SessionModel] partial class Cart;
                [SessionModel] partial class CART;
                [SessionModel] partial class Other;
                """).Files);

    [Fact]
    public void One_name_for_two_kinds_of_types_keeps_the_files_apart()
    {
        var run = GeneratorRun.Unchecked("""
            partial class Outer { [SessionModel] partial class Cart; }
            partial struct Outer { [SessionModel] partial class Cart; }
            """);

        Assert.Equal(2, run.Files.Count());
    }

    [Fact]
    public void A_type_and_its_generic_namesake_have_separate_files()
        => Assert.Equal(
            ["Cart.g.cs", "Cart`1.g.cs"],
            GeneratorRun.Create("[SessionModel] partial class Cart; [SessionModel] partial class Cart<T>;").Files);

    [Fact]
    public void A_property_with_a_problem_leaves_the_others_alone()
    {
        var run = GeneratorRun.Unchecked("""
            [SessionModel]
            partial class Cart
            {
                [SessionProperty] public partial int Count { get; set; }
                [SessionProperty] public partial object Wrong { get; set; }
                [SessionProperty] public partial int Init { get; init; }
                [SessionProperty] public partial Uri Uri { get; set; }
                public int Plain { get; set; }
            }
            """);

        Assert.Contains("model._session, [Count]);", run.Text("Cart.g.cs"));
        Assert.Empty(run.Problems());
        Assert.Contains("init => throw new", run.Text("Cart.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_that_the_user_implements_is_left_to_the_user()
    {
        var run = GeneratorRun.Create("""
            [SessionModel]
            partial class Cart
            {
                [SessionProperty] public partial int Count { get; }
                public partial int Count { get => 5; }
            }
            """);

        Assert.Contains("model._session, []);", run.Text("Cart.g.cs"));
    }

    [Theory]
    [InlineData("[SessionModel] partial record Cart;")]
    [InlineData("[SessionModel] class Cart { [SessionProperty] public partial int Count { get; set; } }")]
    [InlineData("class Outer { [SessionModel] partial class Cart; }")]
    [InlineData("[SessionModel] file partial class Cart;")]
    [InlineData("[SessionModel] partial struct Cart;")]
    [InlineData("[Other.SessionModel] partial class Cart; namespace Other { class SessionModelAttribute : Attribute; }")]
    public void Nothing_is_written_for_what_cannot_be_a_model(string source) => Assert.Empty(GeneratorRun.Unchecked(source).Files);

    [Fact]
    public void Nothing_is_written_in_a_language_without_partial_properties()
    {
        var project = TestCompilation.Create(
            new CSharpParseOptions(LanguageVersion.CSharp12),
            "[SessionModel] partial class Cart { [SessionProperty] public partial int Count { get; set; } }");

        Assert.Empty(GeneratorRun.Unchecked(project).Files);
    }

    [Fact]
    public void A_type_that_is_not_a_serializer_context_is_ignored()
    {
        var run = GeneratorRun.Unchecked("""
            [SessionModel(JsonContext = typeof(string))]
            partial class Cart { [SessionProperty] public partial List<int> List { get; set; } }
            """);

        Assert.Contains("Json<global::System.Collections.Generic.List<int>>()", run.Text("Cart.g.cs"));
        Assert.Empty(run.Problems());
    }

    [Fact]
    public void Source_that_is_being_typed_never_stops_the_generator()
    {
        const string Source = """
            namespace Shop;
            public partial class Outer<T> where T : struct
            {
                [SessionModel(Prefix = "p", JsonContext = typeof(Json))]
                internal sealed partial class Cart : Base, ISessionModel<Cart>
                {
                    [SessionProperty(Key = "k", Default = -5)] public virtual partial int? Count { get; private set; }
                    [SessionProperty] public partial Dictionary<string, T?[]> Map { get; }
                    [SessionProperty] public partial (int, string) this[int i] { get; set; }
                }
            }
            """;
        var tokens = TestCompilation.Parse(Source).GetRoot(TestContext.Current.CancellationToken).DescendantTokens().ToArray();

        Assert.All(tokens, static token =>
        {
            AssertRuns(Source[..token.SpanStart]);
            AssertRuns(Source.Remove(token.SpanStart, token.Span.Length));
            AssertRuns(Source.Insert(token.SpanStart, token.Text + " "));
        });
    }

    // Create fails if the generator throws.
    private static void AssertRuns(string source) => GeneratorRun.Unchecked(source);

    [Fact]
    public void A_cancelled_run_stops()
    {
        var compilation = TestCompilation.Create(
            "[SessionModel] partial class Cart { [SessionProperty] public partial int Count { get; set; } }");
        var model = compilation.GetTypeByMetadataName("Cart")!;

        Assert.Throws<OperationCanceledException>(
            () => Generator.Parsing.SessionModelParser.Parse(model, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Nothing_generated_hides_the_users_half_from_analyzers()
    {
        var run = GeneratorRun.Create("[SessionModel] partial class Cart { [SessionProperty] public partial int Count { get; set; } }");
        var text = run.Text("Cart.g.cs");

        Assert.DoesNotContain("GeneratedCode", text);
        Assert.DoesNotContain("CompilerGenerated", text);
        Assert.DoesNotContain("\r", text);
        var cart = run.Output.GetTypeByMetadataName("Cart")!;
        Assert.True(Assert.Single(cart.InstanceConstructors).IsImplicitlyDeclared);
    }

    [Fact]
    public void A_mutable_type_that_grows_with_every_step_has_a_plan_of_limited_depth()
    {
        var run = GeneratorRun.Create("""
            [SessionModel] internal partial class Trees { [SessionProperty] public partial Node<int> Root { get; set; } }

            internal class Node<T>
            {
                public Node<Node<T>>? Left { get; set; }
                public Node<List<T>>? Right { get; set; }
            }
            """);
        Assert.InRange(run.Text("Trees.g.cs").Length, 1, 20_000);
    }
}
