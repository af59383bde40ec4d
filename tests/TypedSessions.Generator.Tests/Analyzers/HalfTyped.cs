using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

/// <summary>Incomplete code, as in an editor. An analyzer may report anything or nothing about it, but may not throw.</summary>
internal static class HalfTyped
{
    public static async Task DoesNotThrow(string source)
    {
        var project = AnalyzerTestProject.Compile(LanguageVersion.CSharp13, [source]);

        // Throws if an analyzer throws.
        var found = await AnalyzerTestProject.Analyze(project);

        Assert.NotEmpty(project.GetDiagnostics(TestContext.Current.CancellationToken));
        Assert.All(found, static diagnostic => Assert.StartsWith("TSES", diagnostic.Id, StringComparison.Ordinal));
    }
}
