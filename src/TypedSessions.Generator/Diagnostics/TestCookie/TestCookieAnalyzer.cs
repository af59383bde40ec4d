using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.TestCookie;

/// <summary>
/// Reports tests of a test cookie that the same request has set, and deletions without a test. Analyzes a type once, at its first such
/// call, because its methods may set and test for each other.
/// </summary>
public sealed class TestCookieAnalyzer() : CallAnalyzer(TestCookieNames.Set, TestCookieNames.Test, TestCookieNames.Delete)
{
    /// <summary>The property of the diagnostic that is present if the same request sets the cookie it deletes.</summary>
    public const string IsSetBefore = nameof(IsSetBefore);

    private static readonly ImmutableDictionary<string, string?> SetBefore =
        ImmutableDictionary<string, string?>.Empty.Add(IsSetBefore, null);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [TestCookieDescriptors.TestCookieTestedTooEarly, TestCookieDescriptors.TestCookieNotTested];

    private protected override void Analyze(NodeContext context, IInvocationOperation call, SessionTypes types)
    {
        var scope = (SyntaxNode?)context.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>()
            ?? context.Node.SyntaxTree.GetRoot(context.CancellationToken);
        var named = GetCalls(scope).ToLookup(CallSyntax.GetName, StringComparer.Ordinal);
        var first = named[TestCookieNames.Set].Concat(named[TestCookieNames.Test]).Concat(named[TestCookieNames.Delete])
            .OrderBy(static one => one.SpanStart).FirstOrDefault();

        // Most code sets the cookie in one method and tests it in another.
        if (first != context.Node
            || !(named.Contains(TestCookieNames.Delete) || (named.Contains(TestCookieNames.Set) && named.Contains(TestCookieNames.Test))))
        {
            return;
        }

        var code = new TestCookieScope(MemberCode.CreateAll(scope, context.SemanticModel, context.CancellationToken), types);
        foreach (var (test, set) in code.FindEarlyTests())
        {
            context.ReportDiagnostic(
                Diagnostic.Create(TestCookieDescriptors.TestCookieTestedTooEarly, test.GetLocation(), [set.GetLocation()]));
        }

        var isTestedSomewhere = named.Contains(TestCookieNames.Test) || IsPartial(scope);
        foreach (var (deletion, isSetBefore) in code.FindUntestedDeletions(isTestedSomewhere))
        {
            context.ReportDiagnostic(
                Diagnostic.Create(TestCookieDescriptors.TestCookieNotTested, deletion.GetLocation(), isSetBefore ? SetBefore : null));
        }
    }

    private static IEnumerable<InvocationExpressionSyntax> GetCalls(SyntaxNode scope)
        => scope.DescendantNodes(node => node == scope || node is not TypeDeclarationSyntax).OfType<InvocationExpressionSyntax>();

    // The other parts of a partial type are not analyzed.
    private static bool IsPartial(SyntaxNode scope)
        => scope is TypeDeclarationSyntax type && type.Modifiers.Any(static modifier => modifier.Text == "partial");
}
