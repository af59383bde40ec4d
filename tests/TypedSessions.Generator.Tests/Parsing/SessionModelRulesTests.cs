using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Parsing;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Parsing;

public class SessionModelRulesTests
{
    [Theory]
    [InlineData("[SessionModel] partial class M;", ModelProblem.None)]
    [InlineData("[SessionModel] partial class M { public M() { } public M(int x) { } }", ModelProblem.None)]
    [InlineData("[SessionModel] partial class M { private M() { } }", ModelProblem.None)]
    [InlineData("[SessionModel] class M;", ModelProblem.NotPartial)]
    [InlineData("[SessionModel] static partial class M;", ModelProblem.Static)]
    [InlineData("[SessionModel] abstract partial class M;", ModelProblem.Abstract)]
    [InlineData("[SessionModel] partial record M;", ModelProblem.Record)]
    [InlineData("[SessionModel] partial class M(int x) { int X => x; }", ModelProblem.NoParameterlessConstructor)]
    [InlineData("[SessionModel] partial class M { public M(int x) { } }", ModelProblem.NoParameterlessConstructor)]
    [InlineData("[SessionModel] partial class M { public required int X { get; set; } }", ModelProblem.RequiredMember)]
    [InlineData(
        "[SessionModel] partial class M { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public M() { } public required int X; }",
        ModelProblem.None)]
    [InlineData("[SessionModel] partial class M : Base; [SessionModel] partial class Base;", ModelProblem.DerivesFromModel)]
    [InlineData(
        "[SessionModel] partial class M : Middle; class Middle : Base; [SessionModel] partial class Base;",
        ModelProblem.DerivesFromModel)]
    public void A_class_is_a_model_when_the_other_half_can_be_written(string source, object problem)
        => Assert.Equal(problem, SessionModelRules.Examine(TestSymbols.Model(source)));

    [Theory]
    [InlineData("class Outer { [SessionModel] partial class M; }", ModelProblem.ContainingTypeNotPartial)]
    [InlineData("partial class Outer { [SessionModel] partial class M; }", ModelProblem.None)]
    [InlineData("file partial class Outer { [SessionModel] partial class M; }", ModelProblem.FileLocal)]
    public void A_nested_class_is_a_model_when_the_other_half_can_be_written(string source, object problem)
    {
        var outer = TestCompilation.Create(source).GlobalNamespace.GetTypeMembers("Outer").Single();

        Assert.Equal(problem, SessionModelRules.Examine(outer.GetTypeMembers("M").Single()));
    }

    [Fact]
    public void The_containing_type_that_is_not_partial_is_named()
    {
        var compilation = TestCompilation.Create("partial class A { class B { partial class C { [SessionModel] partial class M; } } }");

        Assert.Equal("B", SessionModelRules.FindNonPartialContainer(compilation.GetTypeByMetadataName("A+B+C+M")!)?.Name);
    }

    [Fact]
    public void Partial_properties_need_the_language_that_has_them()
    {
        var old = TestCompilation.Create(new CSharpParseOptions(LanguageVersion.CSharp12), "[SessionModel] partial class M;");

        Assert.Equal(ModelProblem.LanguageVersion, SessionModelRules.Examine(old.GetTypeByMetadataName("M")!));
    }
}
