using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>Searches the text of a project for a setting, where its meaning is not worth binding all code.</summary>
internal static class SourceSearch
{
    /// <summary>Returns whether any file matches; the files are read when the answer is first needed.</summary>
    public static Lazy<bool> Start(Compilation compilation, Regex pattern)
        => new(() => compilation.SyntaxTrees.Any(tree => pattern.IsMatch(tree.GetText().ToString())));
}
