using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Parsing;

public class ModelMemoryTests
{
    private const string Cart = """
        [SessionModel]
        partial class Cart
        {
            [SessionProperty(Key = Keys.Count)] public partial int Count { get; set; }
            [SessionProperty] public partial Line? Line { get; set; }
            public int Twice() => Count * 2;
        }
        """;

    private const string Line = """
        sealed record Line(string Name)
        {
            public int Length { get { return Name.Length; } }
        }
        """;

    private const string Keys = """
        static class Keys
        {
            public const string Count = "count";
            private static readonly int Start = 1;
            public static int Next() => Start + 1;
        }
        """;

    [Theory]
    [InlineData(1, "return Name.Length;", "return 0;")]
    [InlineData(2, "Start + 1", "Start + 2")]
    [InlineData(2, "Start = 1", "Start = 2")]
    [InlineData(2, "public static int Next", "/* the next one */ public static int Next")]
    public void An_edit_in_a_body_or_of_a_comment_elsewhere_reads_no_model_again(int file, string before, string after)
    {
        var project = Project(Cart, Line, Keys);

        Assert.Same(Read(project), Read(Edit(project, file, before, after)));
    }

    [Theory]
    [InlineData(1, "string Name", "string Name, int Count")]
    [InlineData(1, "sealed record", "record")]
    [InlineData(2, "Count = \"count\"", "Count = \"number\"")]
    [InlineData(2, "static class Keys", "class Keys")]
    [InlineData(1, "get { return Name.Length; }", "get { return field; }")]
    public void An_edit_of_a_declaration_elsewhere_reads_them_again(int file, string before, string after)
    {
        var project = Project(Cart, Line, Keys);

        Assert.NotSame(Read(project), Read(Edit(project, file, before, after)));
    }

    [Fact]
    public void A_constant_that_changes_elsewhere_changes_the_key()
    {
        var edited = GeneratorRun.Of(Cart, Line, Keys).Edit(2, static text => text.Replace("\"count\"", "\"number\""));

        Assert.Contains("\"number\"", edited.Text("Cart.g.cs"));
    }

    [Fact]
    public void A_field_that_only_a_body_declares_is_noticed()
    {
        var run = GeneratorRun.Unchecked(Project(Cart, "sealed class Line { public List<int> Numbers { get { return []; } } }", Keys));

        var edited = run.Edit(1, static text => text.Replace("return []", "return field ??= []"));

        Assert.Contains(".ImmutableJson<global::Line>", run.Text("Cart.g.cs"));
        Assert.Contains(".Json<global::Line>", edited.Text("Cart.g.cs"));
    }

    [Fact]
    public void What_is_read_after_many_edits_is_what_a_new_project_reads()
    {
        var run = GeneratorRun.Of(Cart, Line, Keys);
        run = run.Edit(0, static text => text.Replace("Count * 2", "Count * 3"));
        run = run.Edit(1, static text => text.Replace("Name.Length", "0"));
        run = run.Edit(2, static text => text.Replace("\"count\"", "\"number\""));
        run = run.Edit(0, static text => text.Replace("int Count", "long Count"));
        run = run.Edit(1, static text => text.Replace("string Name", "List<string> Name"));

        var fresh = GeneratorRun.Unchecked(
            TestCompilation.Create([.. run.Output.SyntaxTrees.Take(3).Select(static tree => tree.ToString())]));
        Assert.Equal(fresh.Text("Cart.g.cs"), run.Text("Cart.g.cs"));
    }

    [Fact]
    public void Other_references_and_other_options_read_them_again()
    {
        var project = Project(Cart, Line, Keys);
        var model = Read(project);

        Assert.NotSame(model, Read(project.RemoveReferences(project.References.First(static it => it.Display!.EndsWith("System.Xml.XDocument.dll", StringComparison.Ordinal)))));
        Assert.NotSame(model, Read(project.WithOptions(project.Options.WithNullableContextOptions(NullableContextOptions.Disable))));
        Assert.NotSame(model, Read(project.WithAssemblyName("Other")));
    }

    [Fact]
    public void Two_projects_of_the_same_files_do_not_mix()
    {
        var project = Project(Cart, Line, Keys);
        var other = project.ReplaceSyntaxTree(project.SyntaxTrees[2], Replace(project.SyntaxTrees[2], "\"count\"", "\"number\""));

        Assert.Contains("\"count\"", GeneratorRun.Unchecked(project).Text("Cart.g.cs"));
        Assert.Contains("\"number\"", GeneratorRun.Unchecked(other).Text("Cart.g.cs"));
        Assert.Contains("\"count\"", GeneratorRun.Unchecked(project.Clone()).Text("Cart.g.cs"));
    }

    // In the version of the language that knows 'field'.
    private static CSharpCompilation Project(params string[] sources)
        => TestCompilation.Create(TestCompilation.ParseOptions.WithLanguageVersion(LanguageVersion.Preview), sources);

    // By a driver of its own, which remembers nothing.
    private static object Read(CSharpCompilation project)
        => Assert.Single(GeneratorRun.Unchecked(project).Outputs(TrackingNames.Models)).Value;

    private static CSharpCompilation Edit(CSharpCompilation project, int file, string before, string after)
        => project.ReplaceSyntaxTree(project.SyntaxTrees[file], Replace(project.SyntaxTrees[file], before, after));

    private static SyntaxTree Replace(SyntaxTree file, string before, string after)
    {
        var text = file.ToString();
        Assert.Contains(before, text);
        return TestCompilation.Parse(text.Replace(before, after), (CSharpParseOptions)file.Options, file.FilePath);
    }
}
