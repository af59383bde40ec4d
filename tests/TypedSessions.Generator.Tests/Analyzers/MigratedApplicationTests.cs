using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

/// <summary>
/// All analyzers on the migrated applications in tests/Migration, which have the session helpers, static classes and logins of
/// existing code.
/// </summary>
public sealed class MigratedApplicationTests
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    [Fact]
    public async Task Handwritten_logins_are_reported_and_nothing_else()
    {
        var program = TestCompilation.CreatePlain([ImplicitUsings]).AddSyntaxTrees(ReadSources());
        var compilation = program.WithOptions(program.Options.WithOutputKind(OutputKind.ConsoleApplication));
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(static diagnostic => diagnostic.Severity is DiagnosticSeverity.Error));

        var found = await AnalyzerTestProject.Analyze(compilation);

        Assert.Equal(
            [
                "AccountController.cs: TSES045", "AccountController.cs: TSES046",
                "LoginController.cs: TSES045", "LoginController.cs: TSES046", "LoginController.cs: TSES050",
            ],
            found.Select(static diagnostic => $"{Path.GetFileName(diagnostic.Location.SourceTree!.FilePath)}: {diagnostic.Id}")
                .Order(StringComparer.Ordinal));
    }

    private static IEnumerable<SyntaxTree> ReadSources()
        => from folder in (string[])["Site", "Own", "After"]
           from file in Directory.EnumerateFiles(Repository.GetPath("tests", "Migration", folder), "*.cs", SearchOption.AllDirectories)
           where !Path.GetRelativePath(Repository.GetPath("tests", "Migration", folder), file).StartsWith("obj", StringComparison.Ordinal)
           select TestCompilation.Parse(File.ReadAllText(file), path: file);
}
