using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Generator.Parsing;

internal static class Identifiers
{
    /// <summary>A name as it is written in source: keywords get their <c>@</c>.</summary>
    public static string Escape(string name)
        => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
