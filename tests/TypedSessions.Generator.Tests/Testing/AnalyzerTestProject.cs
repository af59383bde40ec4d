using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.Generator.Tests.Testing;

/// <summary>Runs the generator and then all analyzers, as the compiler does in a user's project.</summary>
internal static class AnalyzerTestProject
{
    private const string GlobalUsings = """
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Mvc;
        global using Microsoft.Extensions.DependencyInjection;
        global using TypedSessions.Dictionary;
        """;

    private static readonly Type JsonGenerator = Assembly.LoadFrom(
        Path.Combine(AppContext.BaseDirectory, "System.Text.Json.SourceGeneration.dll"))
        .GetTypes().Single(static type => type.GetCustomAttribute<GeneratorAttribute>() is not null);

    /// <summary>All analyzers of the package. Every test runs all of them, to find false alarms in the tests of other rules.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = CreateAll<DiagnosticAnalyzer>();

    /// <summary>The analyzers of single rules, which the analyzers of the package run.</summary>
    public static ImmutableArray<SessionAnalyzer> RuleAnalyzers { get; } = CreateAll<SessionAnalyzer>();

    /// <summary>All rules of the package, in the order of their ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> Rules { get; } =
    [
        .. Analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics)
            .Distinct()
            .OrderBy(static rule => rule.Id, StringComparer.Ordinal),
    ];

    /// <summary>The user's sources, without the generator's output.</summary>
    public static CSharpCompilation Input(LanguageVersion version, IEnumerable<string> sources)
    {
        var options = TestCompilation.ParseOptions.WithLanguageVersion(version);
        var input = TestCompilation.Create(options, [.. sources]).AddSyntaxTrees(
            TestCompilation.Parse(GlobalUsings, options, "AnalyzerUsings.cs"));
        if (input.SyntaxTrees.Any(static tree => tree.GetCompilationUnitRoot().DescendantNodes().Any(IsEntryPoint)))
        {
            input = input.WithOptions(input.Options.WithOutputKind(OutputKind.ConsoleApplication));
        }

        return input;
    }

    public static CSharpCompilation Compile(
        LanguageVersion version, IEnumerable<string> sources, params IEnumerable<MetadataReference> references)
    {
        var input = Input(version, sources).AddReferences(references);
        CSharpGeneratorDriver.Create(Generators(), parseOptions: (CSharpParseOptions)input.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(input, out var output, out _);
        return (CSharpCompilation)output;
    }

    /// <summary>
    /// Returns the diagnostics of the package's rules in a build: those of the generator, and those of the analyzers if the declarations
    /// have no errors.
    /// </summary>
    public static async Task<ImmutableArray<Diagnostic>> BuildAsync(
        LanguageVersion version, IEnumerable<string> sources, ImmutableDictionary<string, string>? buildProperties = null)
    {
        var input = Input(version, sources);
        CSharpGeneratorDriver.Create(
                Generators(),
                parseOptions: (CSharpParseOptions)input.SyntaxTrees[0].Options,
                optionsProvider: new TestOptions(buildProperties ?? ImmutableDictionary<string, string>.Empty))
            .RunGeneratorsAndUpdateCompilation(input, out var output, out var reported, TestContext.Current.CancellationToken);
        var declarations = output.GetDeclarationDiagnostics(TestContext.Current.CancellationToken);
        return declarations.Any(static problem => problem.Severity == DiagnosticSeverity.Error)
            ? reported
            : [.. reported, .. await Analyze(output, buildProperties)];
    }

    private static ImmutableArray<T> CreateAll<T>()
        =>
        [
            .. typeof(SessionModelGenerator).Assembly.GetTypes()
                .Where(static type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract)
                .OrderBy(static type => type.Name, StringComparer.Ordinal)
                .Select(static type => (T)Activator.CreateInstance(type)!),
        ];

    private static bool IsEntryPoint(SyntaxNode node)
        => node is GlobalStatementSyntax or MethodDeclarationSyntax { Identifier.ValueText: WellKnownMemberNames.EntryPointMethodName };

    /// <summary>The generators of a user's project: those of TypedSessions and System.Text.Json.</summary>
    public static ImmutableArray<ISourceGenerator> Generators()
        =>
        [
            new SessionModelGenerator().AsSourceGenerator(),
            ((IIncrementalGenerator)Activator.CreateInstance(JsonGenerator)!).AsSourceGenerator(),
        ];

    /// <summary>Returns the diagnostics of all analyzers in the order of the source. Fails if an analyzer throws.</summary>
    public static Task<ImmutableArray<Diagnostic>> Analyze(
        Compilation compilation, ImmutableDictionary<string, string>? buildProperties = null)
        => Analyze(compilation, Analyzers, buildProperties);

    /// <summary>Returns the diagnostics of one rule's analyzer in the order of the source.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Analyze(
        Compilation compilation, string id, ImmutableDictionary<string, string> buildProperties)
    {
        var analyzers = Analyzers.Where(analyzer => analyzer.SupportedDiagnostics.Any(rule => rule.Id == id));
        var found = await Analyze(compilation, [.. analyzers], buildProperties);
        return [.. found.Where(diagnostic => diagnostic.Id == id)];
    }

    private static async Task<ImmutableArray<Diagnostic>> Analyze(
        Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, ImmutableDictionary<string, string>? buildProperties)
    {
        var thrown = new List<string>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(
                AdditionalFile.GetAll(buildProperties), new TestOptions(buildProperties ?? ImmutableDictionary<string, string>.Empty)),
            onAnalyzerException: (exception, analyzer, _) => thrown.Add($"{analyzer}: {exception}"),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        var found = await compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Empty(thrown);
        Assert.DoesNotContain(found, static diagnostic => diagnostic.Id.StartsWith("AD", StringComparison.Ordinal));
        return
        [
            .. found
                .OrderBy(static diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(static diagnostic => diagnostic.Location.SourceSpan.Start)
                .ThenBy(static diagnostic => diagnostic.Id, StringComparer.Ordinal),
        ];
    }
}
