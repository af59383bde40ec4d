using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Generator.Parsing;

internal static class Identifiers
{
    /// <summary>A name as it is written in source: keywords get their <c>@</c>.</summary>
    public static string Escape(string name)
        => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;

    /// <summary>
    /// The name of a type where it is declared. One of small letters alone gets an <c>@</c> too: it could become a
    /// keyword, and the compiler warns of each declaration without (CS8981), also of ours when the user's has one.
    /// </summary>
    public static string EscapeDeclared(string name) => name.All(static letter => letter is >= 'a' and <= 'z') ? "@" + name : Escape(name);
}
