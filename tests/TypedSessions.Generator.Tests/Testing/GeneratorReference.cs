using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Tests.Testing;

/// <summary>A workspace project's reference to the generator. The tests run the analyzers themselves.</summary>
internal sealed class GeneratorReference : AnalyzerReference
{
    // Always the same instances, because the workspace compares them.
    private readonly ImmutableArray<ISourceGenerator> _generators = AnalyzerTestProject.Generators();

    public override string? FullPath => null;

    public override object Id => nameof(GeneratorReference);

    public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzers(string language) => [];

    public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzersForAllLanguages() => [];

    public override ImmutableArray<ISourceGenerator> GetGenerators(string language) => _generators;

    public override ImmutableArray<ISourceGenerator> GetGeneratorsForAllLanguages() => _generators;
}
