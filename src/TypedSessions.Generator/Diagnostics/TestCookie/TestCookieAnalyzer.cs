using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Diagnostics.TestCookie;

/// <summary>Finds tests of the test cookie that the same request has set, so that the browser cannot have returned it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TestCookieAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.TestCookieTestedTooEarly];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
        => context.RegisterOperationBlockStartAction(code =>
        {
            var calls = new TestCookieCalls(types);
            code.RegisterOperationAction(operation => calls.Note(operation.Operation), OperationKind.Invocation);
            code.RegisterOperationBlockEndAction(end => Analyze(end, calls));
        });

    private static void Analyze(OperationBlockAnalysisContext context, TestCookieCalls calls)
    {
        // Nearly all code is done here.
        if (!calls.AreOfBothKinds)
        {
            return;
        }

        foreach (var body in calls.ByBody(context))
        {
            foreach (var (test, set) in TestCookieOrder.TestedTooEarly(body))
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.TestCookieTestedTooEarly, test.Place, [set.Place]));
            }
        }
    }
}
