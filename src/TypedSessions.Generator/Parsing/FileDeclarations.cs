using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Generator.Parsing;

/// <summary>Compares what two versions of a file declare.</summary>
internal static class FileDeclarations
{
    /// <summary>
    /// Whether they differ in the bodies of methods and the initial values of fields at most, of which no other file knows.
    /// </summary>
    public static bool AreSame(SyntaxTree before, SyntaxTree after)
        => before.FilePath == after.FilePath
            && before.Options.Equals(after.Options)
            && SyntaxFactory.AreEquivalent(before, after, topLevel: true)
            && !DeclaresInBody(before)
            && !DeclaresInBody(after);

    // An accessor that says 'field' declares one, which the compiler's comparison knows nothing of.
    private static bool DeclaresInBody(SyntaxTree file)
        => file.GetText().ToString().IndexOf("field", StringComparison.Ordinal) >= 0
            && file.GetRoot().DescendantNodes().Any(static node => node.IsKind(SyntaxKind.FieldExpression));
}
