using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

/// <summary>The analyzers do nothing in projects that reference the library without using it.</summary>
public sealed class LibraryUseTests
{
    [Theory]
    [InlineData("class C;", false)]
    [InlineData("class C(Microsoft.AspNetCore.Http.ISession session);", false)]
    [InlineData("using TypedSessions; class C;", true)]
    [InlineData("[SessionModel] partial class C;", true)]
    [InlineData("class C { void M(Microsoft.AspNetCore.Http.ISession session) => session.Abandon(); }", true)]
    public void A_project_uses_the_library_when_a_file_names_it(string source, bool expected)
    {
        var project = Project(source);

        Assert.Equal(expected, LibraryUsage.IsUsed(project));
        Assert.Equal(expected, LibraryTypes.From(project) is not null);
    }

    [Fact]
    public void A_project_uses_the_library_when_its_project_file_names_it()
    {
        var usings = TestCompilation.Parse("global using global::TypedSessions;", path: "/obj/Debug/Shop.GlobalUsings.g.cs");

        Assert.True(LibraryUsage.IsUsed(Project("class C;").AddSyntaxTrees(usings)));
    }

    [Fact]
    public void A_project_uses_the_library_when_another_one_may_have_models_for_it()
    {
        var models = TestCompilation.Create(
            "namespace Shop; public class Cart : System.Attribute { public SessionModelAttribute? Model; }");

        Assert.True(LibraryUsage.IsUsed(Project("class C;").AddReferences(models.ToMetadataReference())));
    }

    private static CSharpCompilation Project(string source)
        => CSharpCompilation.Create("Other", [TestCompilation.Parse(source)], TestCompilation.Create().References);
}
