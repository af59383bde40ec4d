using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>The descriptors of all rules: one file per theme, and this one with their common properties.</summary>
internal static partial class Descriptors
{
    private const string PagesUrl = "https://github.com/typedsessions/typedsessions/blob/main/docs/rules/";

    private static DiagnosticDescriptor Create(
        string theme, DiagnosticSeverity severity, string id, string title, string message, string[] tags)
        => new(
            id, title, message, "TypedSessions." + theme, severity, isEnabledByDefault: true, description: null,
            PagesUrl + id + ".md", tags);
}
