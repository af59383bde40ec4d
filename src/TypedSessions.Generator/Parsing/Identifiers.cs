using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Generator.Parsing;

internal static class Identifiers
{
    /// <summary>Returns a name as C# source: keywords get an <c>@</c>.</summary>
    public static string Escape(string name)
        => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;

    /// <summary>
    /// Returns the name of a type for its declaration. Lower-case ASCII names get an <c>@</c>, because the compiler warns that they may
    /// become keywords (CS8981).
    /// </summary>
    public static string EscapeDeclared(string name) => name.All(static letter => letter is >= 'a' and <= 'z') ? "@" + name : Escape(name);
}
