using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>
/// Base class of all analyzers: runs concurrently, skips generated code, and does nothing if the library is not used.
/// </summary>
public abstract class SessionAnalyzer : DiagnosticAnalyzer
{
    /// <summary>
    /// Gets whether the rules concern views, which are generated code. In a compilation with views, <c>ViewAnalyzer</c> runs them.
    /// </summary>
    private protected virtual bool AnalyzesViews => false;

    /// <summary>Gets how generated code is analyzed.</summary>
    private protected virtual GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.None;

    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCode);
        context.RegisterCompilationStartAction(start =>
        {
            if (LibraryTypes.From(start.Compilation) is { } types && !(AnalyzesViews && Views.Exist(start.Compilation)))
            {
                Register(start, types);
            }
        });
    }

    /// <summary>Registers the rules' actions in a compilation that uses the library.</summary>
    internal void RegisterRules(CompilationStartAnalysisContext context, LibraryTypes types) => Register(context, types);

    /// <inheritdoc cref="RegisterRules"/>
    private protected abstract void Register(CompilationStartAnalysisContext context, LibraryTypes types);
}
