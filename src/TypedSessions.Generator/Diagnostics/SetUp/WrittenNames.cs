using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>
/// Looks for names in all of a program's code, be it half typed or left out by <c>#if</c>. Asked only when there is something to report.
/// </summary>
internal static class WrittenNames
{
    /// <summary>Whether a program uses typed sessions at all: it may refer to the library and keep to ASP.NET Core's own session.</summary>
    public static bool HasTypedSessions(Compilation program, CancellationToken cancellation)
        => Has(
            program,
            static token => token.ValueText is "UseTypedSessions" or "AddTypedSessions" or "SessionModel" or "SessionModelAttribute",
            cancellation);

    public static bool Has(Compilation program, string name, CancellationToken cancellation)
        => Has(program, token => token.ValueText == name, cancellation) || IsLeftOut(program, name, cancellation);

    /// <summary>Whether a generic method is written with a type: <c>AddModel&lt;Cart&gt;</c>.</summary>
    public static bool Has(Compilation program, string method, string type, CancellationToken cancellation)
        => Has(
            program,
            token => token.ValueText == method && token.Parent!.DescendantTokens().Any(argument => argument.ValueText == type),
            cancellation)
            || IsLeftOut(program, method, cancellation);

    private static bool Has(Compilation program, Func<SyntaxToken, bool> isIt, CancellationToken cancellation)
        => program.SyntaxTrees.Any(
            tree => tree.GetRoot(cancellation).DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && isIt(token)));

    private static bool IsLeftOut(Compilation program, string name, CancellationToken cancellation)
        => program.SyntaxTrees.Any(tree => tree.GetRoot(cancellation).DescendantTrivia().Any(trivia
            => trivia.IsKind(SyntaxKind.DisabledTextTrivia) && trivia.ToString().Contains(name)));
}
