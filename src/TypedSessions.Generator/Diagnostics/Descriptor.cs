using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>Creates the descriptors of rules. Each theme has a class of them.</summary>
internal static class Descriptor
{
    private const string PagesUrl = "https://github.com/typedsessions/typedsessions/blob/main/docs/rules/";

    public static DiagnosticDescriptor Create(
        string theme, DiagnosticSeverity severity, string id, string title, string message, string[] tags)
        => new(
            id, title, message, "TypedSessions." + theme, severity, isEnabledByDefault: true, description: null,
            PagesUrl + id + ".md", tags);
}
