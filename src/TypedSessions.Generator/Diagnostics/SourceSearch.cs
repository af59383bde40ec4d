using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>Searches the text of a project for a setting whose exact meaning does not justify binding all code.</summary>
internal static class SourceSearch
{
    /// <summary>Returns whether any file matches, computed on first use.</summary>
    public static Lazy<bool> Start(Compilation compilation, Regex pattern) => new(() => Contains(compilation, pattern));

    /// <summary>Returns whether any file matches, and none matches the exception.</summary>
    public static Lazy<bool> Start(Compilation compilation, Regex pattern, Regex exceptWith)
        => new(() => Contains(compilation, pattern) && !Contains(compilation, exceptWith));

    private static bool Contains(Compilation compilation, Regex pattern)
        => compilation.SyntaxTrees.Any(tree => pattern.IsMatch(tree.GetText().ToString()));
}
