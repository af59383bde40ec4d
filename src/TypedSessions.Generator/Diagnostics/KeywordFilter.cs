using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>
/// Determines which files contain one of a few keywords, cached by syntax tree. Searching text costs far less than binding code.
/// </summary>
internal sealed class KeywordFilter(params string[] words)
{
    /// <summary>Matches files that may use a session.</summary>
    public static readonly KeywordFilter Session = new("ession");

    // Unchanged files keep their syntax tree between compilations.
    private readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> _files = new();

    /// <summary>Returns whether a file contains one of the keywords, including as part of another word.</summary>
    public bool Matches(SyntaxTree file) => _files.GetValue(file, tree => new(ContainsKeyword(tree.GetText().ToString()))).Value;

    private bool ContainsKeyword(string text) => Array.Exists(words, word => text.IndexOf(word, StringComparison.Ordinal) >= 0);
}
