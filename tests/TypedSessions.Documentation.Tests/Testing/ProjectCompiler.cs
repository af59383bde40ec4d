using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator;

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>Compiles a web project that references only the library and the packages of the page.</summary>
internal static class ProjectCompiler
{
    // What the SDK adds to a web project.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
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

        public partial class Program;
        """;

    // The implicit usings of a test project, which pages describe as a separate project.
    private const string TestUsings = "global using Xunit;";

    // Conflicting versions of references, which a build does not report either.
    private static readonly Dictionary<string, ReportDiagnostic> SuppressedInEveryBuild
        = new() { ["CS1701"] = ReportDiagnostic.Suppress, ["CS1702"] = ReportDiagnostic.Suppress };

    // All compilations derive from this one, so that references are read once.
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "MyShop",
        [Parse(ImplicitUsings, "MyShop.GlobalUsings.g.cs")],
        [.. FindFramework(typeof(object)), .. FindFramework(typeof(WebApplication)), Refer("TypedSessions.dll")],
        new CSharpCompilationOptions(
            OutputKind.ConsoleApplication,
            nullableContextOptions: NullableContextOptions.Enable,
            specificDiagnosticOptions: SuppressedInEveryBuild));

    // The assemblies of each package and its dependencies.
    private static readonly Dictionary<string, string[]> Packages = new()
    {
        ["Microsoft.AspNetCore.Mvc.Testing"] = ["Microsoft.AspNetCore.Mvc.Testing.dll", "Microsoft.AspNetCore.TestHost.dll"],
        ["Microsoft.Data.SqlClient"] = ["Microsoft.Data.SqlClient.dll"],
        ["Microsoft.Data.Sqlite"] = ["Microsoft.Data.Sqlite.dll"],
        ["MySqlConnector"] = ["MySqlConnector.dll"],
        ["Npgsql"] = ["Npgsql.dll"],
        ["Npgsql.EntityFrameworkCore.PostgreSQL"]
            = ["Npgsql.dll", "Npgsql.EntityFrameworkCore.PostgreSQL.dll", "Microsoft.EntityFrameworkCore.dll",
                "Microsoft.EntityFrameworkCore.Abstractions.dll", "Microsoft.EntityFrameworkCore.Relational.dll"],
        ["OpenTelemetry.Exporter.Prometheus.AspNetCore"] = ["OpenTelemetry.dll", "OpenTelemetry.Exporter.Prometheus.AspNetCore.dll"],
        ["OpenTelemetry.Extensions.Hosting"]
            = ["OpenTelemetry.dll", "OpenTelemetry.Api.dll", "OpenTelemetry.Api.ProviderBuilderExtensions.dll",
                "OpenTelemetry.Extensions.Hosting.dll"],
        ["TypedSessions"] = [],
        ["TypedSessions.Dashboard"] = ["TypedSessions.Dashboard.dll"],
        ["TypedSessions.EntityFrameworkCore"] = ["TypedSessions.EntityFrameworkCore.dll"],
        ["TypedSessions.Redis"] = ["TypedSessions.Redis.dll", "StackExchange.Redis.dll"],
        ["TypedSessions.Templates"] = [],
        ["xunit"] = ["xunit.v3.assert.dll", "xunit.v3.core.dll"],
    };

    // Several tests of a page run the same program.
    private static readonly ConcurrentDictionary<string, byte[]> Programs = new();

    public static CSharpParseOptions Language { get; } = new(LanguageVersion.CSharp14);

    /// <summary>Compiles a project and returns its assembly.</summary>
    /// <param name="program">The project's <c>Program.cs</c>.</param>
    /// <param name="packages">The packages that the project adds.</param>
    public static byte[] Compile(string program, IEnumerable<string> packages)
    {
        string[] added = [.. packages];
        var references = added.SelectMany(static package => Packages[package]).Distinct().Select(Refer).ToArray();
        var project = references.Length == 0 ? Empty : Empty.AddReferences(references);
        if (added.Contains("xunit"))
        {
            project = project.AddSyntaxTrees(Parse(TestUsings, "MyShop.Tests.GlobalUsings.g.cs"));
        }

        return Programs.GetOrAdd(program, _ => Emit(project.AddSyntaxTrees(Parse(program, "Program.cs")), program));
    }

    /// <summary>Returns the generated code of the only model in a file.</summary>
    public static string Generate(string file)
    {
        var driver = CSharpGeneratorDriver.Create([new SessionModelGenerator().AsSourceGenerator()], parseOptions: Language)
            .RunGenerators(Empty.AddSyntaxTrees(Parse(file, "Model.cs")), TestContext.Current.CancellationToken);
        return Assert.Single(driver.GetRunResult().GeneratedTrees).ToString();
    }

    private static byte[] Emit(CSharpCompilation project, string program)
    {
        var driver = CSharpGeneratorDriver.Create([new SessionModelGenerator().AsSourceGenerator()], parseOptions: Language);
        driver.RunGeneratorsAndUpdateCompilation(project, out var generated, out _, TestContext.Current.CancellationToken);
        using var assembly = new MemoryStream();
        var emitted = generated.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken);
        var problems = emitted.Diagnostics.Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).ToList();
        Assert.True(problems.Count == 0, $"{string.Join('\n', problems)}\n{program}");
        return assembly.ToArray();
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Language, path);

    private static MetadataReference Refer(string file) => MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, file));

    // The folder of the framework also contains native libraries.
    private static IEnumerable<MetadataReference> FindFramework(Type member)
    {
        var folder = Path.GetDirectoryName(member.Assembly.Location);
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == folder)
            .Select(static path => MetadataReference.CreateFromFile(path));
    }
}
