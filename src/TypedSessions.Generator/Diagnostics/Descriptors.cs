using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>What each rule says. One file per theme; this one fills in what all rules have in common.</summary>
internal static partial class Descriptors
{
    private const string Pages = "https://github.com/typedsessions/typedsessions/blob/main/docs/rules/";

    private static DiagnosticDescriptor Create(
        string theme, DiagnosticSeverity severity, string id, string title, string message, string[] tags)
        => new(
            id, title, message, "TypedSessions." + theme, severity, isEnabledByDefault: true, description: null, Pages + id + ".md", tags);
}
