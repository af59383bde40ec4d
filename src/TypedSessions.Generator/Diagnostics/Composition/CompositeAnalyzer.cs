using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Diagnostics.Composition;

/// <summary>
/// Base class of the analyzers that the compiler runs: each runs the analyzers of several rules, because the compiler visits all code once
/// for each analyzer. Runs concurrently, skips generated code, and does nothing if the library is not used.
/// </summary>
public abstract class CompositeAnalyzer : DiagnosticAnalyzer
{
    private readonly ImmutableArray<SessionAnalyzer> _analyzers;

    /// <param name="analyzers">The analyzers of the rules.</param>
    protected CompositeAnalyzer(params ImmutableArray<SessionAnalyzer> analyzers)
    {
        _analyzers = analyzers;
        SupportedDiagnostics = [.. analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics)];
    }

    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <summary>Gets whether the rules are those that concern views, in a compilation that has some.</summary>
    private protected virtual bool AnalyzesViews => false;

    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(AnalyzesViews
            ? GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics
            : GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
    }

    private void Start(CompilationStartAnalysisContext start)
    {
        if (LibraryTypes.From(start.Compilation) is not { } types)
        {
            return;
        }

        var context = new RuleContext(start);
        foreach (var analyzer in _analyzers)
        {
            if (analyzer.AnalyzesViewsOf(start.Compilation) == AnalyzesViews
                && RuleSeverity.IsAnyEnabled(analyzer.SupportedDiagnostics, start.Compilation, start.CancellationToken))
            {
                analyzer.RegisterRules(context, types);
            }
        }

        context.Complete();
    }
}
