using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Tests.Testing;

/// <summary>The generator as a workspace's project refers to it. The analyzers are run by the tests themselves.</summary>
internal sealed class GeneratorReference : AnalyzerReference
{
    // A workspace requests them again and compares.
    private readonly ImmutableArray<ISourceGenerator> _generators = AnalyzerTestProject.Generators();

    public override string? FullPath => null;

    public override object Id => nameof(GeneratorReference);

    public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzers(string language) => [];

    public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzersForAllLanguages() => [];

    public override ImmutableArray<ISourceGenerator> GetGenerators(string language) => _generators;

    public override ImmutableArray<ISourceGenerator> GetGeneratorsForAllLanguages() => _generators;
}
