using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>
/// What all analyzers have in common: they run in parallel, leave generated code
/// alone, and cost nothing where the library is not referenced.
/// </summary>
public abstract class SessionAnalyzer : DiagnosticAnalyzer
{
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (LibraryTypes.From(start.Compilation) is { } types)
            {
                Register(start, types);
            }
        });
    }

    /// <summary>Registers the rule's actions in a compilation that references the library.</summary>
    private protected abstract void Register(CompilationStartAnalysisContext context, LibraryTypes types);
}
