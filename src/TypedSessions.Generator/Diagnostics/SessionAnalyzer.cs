using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>Base class of the analyzers of the rules, which a <c>CompositeAnalyzer</c> runs.</summary>
public abstract class SessionAnalyzer
{
    /// <summary>Gets the rules.</summary>
    public abstract ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <summary>
    /// Gets whether the rules concern views, which are generated code. In a compilation with views, <c>ViewAnalyzer</c> runs them.
    /// </summary>
    private protected virtual bool AnalyzesViews => false;

    /// <summary>Returns whether the rules concern the views of a compilation that has some.</summary>
    internal bool AnalyzesViewsOf(Compilation compilation) => AnalyzesViews && Views.Exist(compilation);

    /// <summary>Registers the rules' actions in a compilation that uses the library.</summary>
    internal void RegisterRules(RuleContext context, LibraryTypes types) => Register(context, types);

    /// <inheritdoc cref="RegisterRules"/>
    private protected abstract void Register(RuleContext context, LibraryTypes types);
}
