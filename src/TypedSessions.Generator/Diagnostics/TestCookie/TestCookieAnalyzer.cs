using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.TestCookie;

/// <summary>
/// Finds tests of the test cookie that the same request has set, so that the browser cannot have returned it, and marks that are taken away
/// untested. A type is looked at as a whole, by the first call of the kind in it, because its methods may set and test for each other.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TestCookieAnalyzer() : CallAnalyzer(TestCookieNames.Set, TestCookieNames.Test, TestCookieNames.Delete)
{
    /// <summary>The property of the diagnostic that says that the same request sets what it deletes.</summary>
    public const string IsSetBefore = nameof(IsSetBefore);

    private static readonly ImmutableDictionary<string, string?> SetBefore =
        ImmutableDictionary<string, string?>.Empty.Add(IsSetBefore, null);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.TestCookieTestedTooEarly, Descriptors.TestCookieNotTested];

    private protected override void Analyze(SyntaxNodeAnalysisContext context, IInvocationOperation call, SessionTypes types)
    {
        var scope = (SyntaxNode?)context.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>()
            ?? context.Node.SyntaxTree.GetRoot(context.CancellationToken);
        var named = Calls(scope).ToLookup(GetName, StringComparer.Ordinal);
        var first = named[TestCookieNames.Set].Concat(named[TestCookieNames.Test]).Concat(named[TestCookieNames.Delete])
            .OrderBy(static one => one.SpanStart).FirstOrDefault();

        // Nearly all code that gets here is right, and sets in one method and tests in another one.
        if (first != context.Node
            || !(named.Contains(TestCookieNames.Delete) || (named.Contains(TestCookieNames.Set) && named.Contains(TestCookieNames.Test))))
        {
            return;
        }

        var code = new TestCookieScope(MemberCode.Create(scope, context.SemanticModel, context.CancellationToken), types);
        foreach (var (test, set) in code.TestedTooEarly())
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.TestCookieTestedTooEarly, test.GetLocation(), [set.GetLocation()]));
        }

        var isTestedSomewhere = named.Contains(TestCookieNames.Test) || IsWrittenElsewhere(scope);
        foreach (var (deletion, isSetBefore) in code.DeletedUntested(isTestedSomewhere))
        {
            context.ReportDiagnostic(
                Diagnostic.Create(Descriptors.TestCookieNotTested, deletion.GetLocation(), isSetBefore ? SetBefore : null));
        }
    }

    private static IEnumerable<InvocationExpressionSyntax> Calls(SyntaxNode scope)
        => scope.DescendantNodes(node => node == scope || node is not TypeDeclarationSyntax).OfType<InvocationExpressionSyntax>();

    // The other parts of the type are not seen here.
    private static bool IsWrittenElsewhere(SyntaxNode scope)
        => scope is TypeDeclarationSyntax type && type.Modifiers.Any(static modifier => modifier.Text == "partial");
}
