using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

/// <summary>Code as it is while somebody types. Whatever is said about it is as good as silence, but an analyzer may not throw.</summary>
internal static class HalfTyped
{
    public static async Task IsNoTrouble(string source)
    {
        var project = AnalyzerTestProject.Compile(LanguageVersion.CSharp13, [source]);

        // An analyzer that throws fails in here.
        var found = await AnalyzerTestProject.Analyze(project);

        Assert.NotEmpty(project.GetDiagnostics(TestContext.Current.CancellationToken));
        Assert.All(found, static diagnostic => Assert.StartsWith("TSES", diagnostic.Id, StringComparison.Ordinal));
    }
}
