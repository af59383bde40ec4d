using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

/// <summary>Diagnostics of a part of a file, which an editor requests for its visible part.</summary>
public sealed class PartOfFileTests
{
    private const string Source = """
        public class First : Controller
        {
            public bool Test()
            {
                HttpContext.Session.SetTestCookie();
                return HttpContext.Session.TestCookieWorked();
            }
        }

        public class Second : Controller
        {
            public bool Test()
            {
                HttpContext.Session.SetTestCookie();
                return HttpContext.Session.TestCookieWorked();
            }
        }
        """;

    private static readonly CSharpCompilation Project = AnalyzerTestProject.Compile(LanguageVersion.CSharp13, [Source]);

    private static SyntaxTree File => Project.SyntaxTrees.First();

    [Fact]
    public async Task A_file_is_analyzed_as_a_whole() => Assert.Equal(2, (await FindAsync(span: null)).Length);

    [Fact]
    public async Task A_part_of_a_file_is_analyzed_by_itself()
    {
        var second = File.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<ClassDeclarationSyntax>().Last();

        var found = await FindAsync(second.Span);

        Assert.True(second.Span.Contains(Assert.Single(found).Location.SourceSpan));
    }

    private static async Task<Diagnostic[]> FindAsync(TextSpan? span)
    {
        var found = await Project.WithAnalyzers(AnalyzerTestProject.Analyzers, options: null).GetAnalyzerSemanticDiagnosticsAsync(
            Project.GetSemanticModel(File), span, TestContext.Current.CancellationToken);
        return [.. found.Where(static diagnostic => diagnostic.Id == DiagnosticIds.TestCookieTestedTooEarly)];
    }
}
