using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Composition;

/// <summary>Determines which rules a project disables. The compiler skips an analyzer only if all of its rules are disabled.</summary>
internal static class RuleSeverity
{
    /// <summary>Returns whether a project enables one of the rules in one of its files. In doubt, it does.</summary>
    public static bool IsAnyEnabled(IEnumerable<DiagnosticDescriptor> rules, Compilation compilation, CancellationToken cancellationToken)
        => rules.Any(rule => !IsDisabled(rule.Id, compilation, cancellationToken));

    // NoWarn takes precedence over .editorconfig, whose sections do not apply to generated files.
    private static bool IsDisabled(string rule, Compilation compilation, CancellationToken cancellationToken)
        => compilation.Options.SpecificDiagnosticOptions.TryGetValue(rule, out var severity)
            ? severity == ReportDiagnostic.Suppress
            : compilation.Options.SyntaxTreeOptionsProvider is { } configured
                && compilation.SyntaxTrees.All(file => IsGenerated(file)
                    || ((configured.TryGetDiagnosticValue(file, rule, cancellationToken, out var configuredSeverity)
                            || configured.TryGetGlobalDiagnosticValue(rule, cancellationToken, out configuredSeverity))
                        && configuredSeverity == ReportDiagnostic.Suppress));

    private static bool IsGenerated(SyntaxTree file) => file.FilePath.EndsWith(".g.cs", StringComparison.Ordinal);
}
