using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests;

public class IncrementalityTests
{
    private const string Cart = """
        [SessionModel]
        partial class Cart
        {
            [SessionProperty] public partial int Count { get; set; }
            public int Twice => Count * 2;
        }
        """;

    private const string Login = """
        [SessionModel]
        partial class Login
        {
            [SessionProperty] public partial string? User { get; set; }
            [SessionProperty] public partial Theme? Theme { get; set; }
        }
        """;

    private const string Theme = """
        sealed record Theme(string Name);
        """;

    private const string Keyed = """
        [SessionModel]
        partial class Counter
        {
            [SessionProperty(Key = Keys.Count)] public partial int Count { get; set; }
            [SessionProperty] public partial Theme? Theme { get; set; }
            public int Twice() => (int)Count * 2;
        }
        """;

    private const string Keys = """
        static class Keys
        {
            public const string Count = "count";
        }
        """;

    [Fact]
    public void An_edit_of_one_model_writes_that_one_only()
    {
        var edited = GeneratorRun.Create(Cart, Login, Theme).Edit(0, static text => text.Replace("Count", "Amount"));

        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], edited.FileReasons);
        Assert.Contains("Amount", edited.Text("Cart.g.cs"));
    }

    [Fact]
    public void An_edit_inside_of_a_model_that_changes_no_session_property_writes_nothing()
    {
        var edited = GeneratorRun.Create(Cart, Login, Theme).Edit(0, static text => text.Replace("Count * 2", "2 * Count"));

        Assert.All(edited.FileReasons, static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void An_edit_of_a_type_in_another_file_updates_the_output()
    {
        var edited = GeneratorRun.Create(Cart, Login, Theme).Edit(2, static text => text.Replace("sealed ", ""));

        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified], edited.FileReasons);
        Assert.DoesNotContain("ImmutableJson", edited.Text("Login.g.cs"));
    }

    [Fact]
    public void A_new_model_leaves_the_others_alone()
    {
        var edited = GeneratorRun.Create(Cart, Login, Theme).Add("[SessionModel] partial class Third;");

        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached, IncrementalStepRunReason.New], edited.FileReasons);
    }

    [Fact]
    public void Removing_a_model_removes_its_file()
    {
        var edited = GeneratorRun.Create(Cart, Login, Theme).Edit(0, static text => text.Replace("[SessionModel]", ""));

        Assert.Equal(["Login.g.cs"], edited.Files);
    }

    [Fact]
    public void A_project_without_models_reads_no_class()
    {
        var run = GeneratorRun.Create("class Cart { public int Count { get; set; } }", "[Obsolete] partial class Login;");

        Assert.Empty(run.Outputs(TrackingNames.Models));
        Assert.DoesNotContain("result_ForAttributeWithMetadataName", run.Result.TrackedSteps.Keys);
        Assert.Empty(run.Files);
    }

    [Fact]
    public void A_constant_in_another_file_changes_the_key()
    {
        var edited = GeneratorRun.Create(Keyed, Keys, Theme).Edit(1, static text => text.Replace("\"count\"", "\"number\""));

        Assert.Contains("\"number\"", edited.Text("Counter.g.cs"));
    }

    [Fact]
    public void A_field_keyword_in_a_body_changes_the_codec()
    {
        var run = GeneratorRun.Unchecked(TestCompilation.Create(
            TestCompilation.ParseOptions.WithLanguageVersion(LanguageVersion.Preview),
            "[SessionModel] partial class Cart { [SessionProperty] public partial Line? Line { get; set; } }",
            "sealed class Line { public List<int> Numbers { get { return []; } } }"));

        var edited = run.Edit(1, static text => text.Replace("return []", "return field ??= []"));

        Assert.Contains(".ImmutableJson<global::Line>", run.Text("Cart.g.cs"));
        Assert.Contains(".Json<global::Line>", edited.Text("Cart.g.cs"));
    }

    [Fact]
    public void The_result_after_many_edits_equals_that_of_a_new_project()
    {
        var run = GeneratorRun.Create(Keyed, Keys, Theme);
        run = run.Edit(0, static text => text.Replace("* 2", "* 3"));
        run = run.Edit(1, static text => text.Replace("\"count\"", "\"number\""));
        run = run.Edit(0, static text => text.Replace("int Count", "long Count"));
        run = run.Edit(2, static text => text.Replace("string Name", "List<string> Name"));

        var fresh = GeneratorRun.Unchecked([.. run.Output.SyntaxTrees.Take(3).Select(static tree => tree.ToString())]);
        Assert.Equal(fresh.Text("Counter.g.cs"), run.Text("Counter.g.cs"));
    }

    [Theory]
    [InlineData("return Name.Length;", "return 0;")]
    [InlineData("Start + 1", "Start + 2")]
    [InlineData("Start = 1", "Start = 2")]
    [InlineData("int Next", "/* the next one */ int Next")]
    [InlineData("string Name", "string Name, int Count")]
    [InlineData("const string Other", "const string Another")]
    public void An_edit_elsewhere_that_no_model_depends_on_leaves_equal_models(string before, string after)
    {
        const string Elsewhere = """
            sealed record Line(string Name)
            {
                private static readonly int Start = 1;
                public const string Other = "other";
                public int Length { get { return Name.Length; } }
                public static int Next() => Start + 1;
            }
            """;
        Assert.Contains(before, Elsewhere);

        var edited = GeneratorRun.Create(Cart, Login, Theme, Elsewhere).Edit(3, text => text.Replace(before, after));

        Assert.All(edited.Outputs(TrackingNames.Models), static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
        Assert.All(edited.FileReasons, static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }
}
