using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>Which files say one of a few words, looked up once for each: to look for words costs far less than to bind code.</summary>
internal sealed class FileWords(params string[] words)
{
    /// <summary>What a file that uses a session nearly always says somewhere.</summary>
    public static readonly FileWords Session = new("ession");

    // A file that is not edited stays what it is from one compilation to the next.
    private readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> _files = new();

    /// <summary>Whether one of the words stands in a file, be it as a part of another word.</summary>
    public bool StandIn(SyntaxTree file) => _files.GetValue(file, tree => new(Say(tree.GetText().ToString()))).Value;

    private bool Say(string text) => Array.Exists(words, word => text.IndexOf(word, StringComparison.Ordinal) >= 0);
}
