using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>
/// Base class of all analyzers: runs concurrently, skips generated code other than views, and does nothing if the library is not used.
/// </summary>
public abstract class SessionAnalyzer : DiagnosticAnalyzer
{
    /// <summary>Gets a value indicating whether the rule analyzes views, which are generated code.</summary>
    private protected virtual bool AnalyzesViews => false;

    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(
            AnalyzesViews
                ? GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics
                : GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (LibraryTypes.From(start.Compilation) is { } types)
            {
                Register(start, types);
            }
        });
    }

    /// <summary>Registers the rule's actions in a compilation that uses the library.</summary>
    private protected abstract void Register(CompilationStartAnalysisContext context, LibraryTypes types);
}
