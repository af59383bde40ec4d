using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>
/// Searches a program's source for names, including incomplete code and code disabled by <c>#if</c>. Used only before a report.
/// </summary>
internal static class SourceNames
{
    /// <summary>Returns whether a program uses typed sessions; it may reference the library and use ASP.NET Core's own session.</summary>
    public static bool HasTypedSessions(Compilation program, CancellationToken cancellationToken)
        => Contains(
            program,
            static token => token.ValueText is "UseTypedSessions" or "AddTypedSessions" or "SessionModel" or "SessionModelAttribute",
            cancellationToken);

    public static bool Contains(Compilation program, string name, CancellationToken cancellationToken)
        => Contains(program, token => token.ValueText == name, cancellationToken) || IsInDisabledCode(program, name, cancellationToken);

    /// <summary>Returns whether the source contains a generic method with a type argument: <c>AddModel&lt;Cart&gt;</c>.</summary>
    public static bool Contains(Compilation program, string method, string type, CancellationToken cancellationToken)
        => Contains(
            program,
            token => token.ValueText == method && token.Parent!.DescendantTokens().Any(argument => argument.ValueText == type),
            cancellationToken)
            || IsInDisabledCode(program, method, cancellationToken);

    /// <summary>Returns the identifiers of the source that meet a condition.</summary>
    public static IEnumerable<SyntaxToken> Find(Compilation program, Func<SyntaxToken, bool> isIt, CancellationToken cancellationToken)
        => program.SyntaxTrees.SelectMany(tree => tree.GetRoot(cancellationToken).DescendantTokens())
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && isIt(token));

    private static bool Contains(Compilation program, Func<SyntaxToken, bool> isIt, CancellationToken cancellationToken)
        => Find(program, isIt, cancellationToken).Any();

    private static bool IsInDisabledCode(Compilation program, string name, CancellationToken cancellationToken)
        => program.SyntaxTrees.Any(tree => tree.GetRoot(cancellationToken).DescendantTrivia().Any(trivia
            => trivia.IsKind(SyntaxKind.DisabledTextTrivia) && trivia.ToString().Contains(name)));
}
