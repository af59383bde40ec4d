using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Diagnostics.TestCookie;

/// <summary>Reports test cookies that a program sets but never tests.</summary>
public sealed class TestCookieNeverTestedAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [TestCookieDescriptors.TestCookieNeverTested];

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        // A library may leave the test to its application.
        if (context.Compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication)
        {
            var sets = new ConcurrentBag<Location>();
            context.RegisterCallAction(call => AddSet(call, types, sets), TestCookieNames.Set);
            context.RegisterCompilationEndAction(end => Report(end, sets));
        }
    }

    private static void AddSet(NodeContext context, LibraryTypes types, ConcurrentBag<Location> sets)
    {
        if (context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol is { } member
            && types.IsSessionMember(member))
        {
            sets.Add(context.Node.GetLocation());
        }
    }

    private static void Report(CompilationAnalysisContext context, ConcurrentBag<Location> sets)
    {
        if (sets.IsEmpty
            || context.Compilation.SyntaxTrees.Any(tree => ContainsTest(tree, context.CancellationToken))
            || LibraryUsage.MayBeUsedElsewhere(context.Compilation))
        {
            return;
        }

        foreach (var set in sets)
        {
            context.ReportDiagnostic(Diagnostic.Create(TestCookieDescriptors.TestCookieNeverTested, set));
        }
    }

    // Includes generated code: Razor pages are generated.
    private static bool ContainsTest(SyntaxTree tree, CancellationToken cancellationToken)
        => tree.GetText(cancellationToken).ToString().IndexOf(TestCookieNames.Test, StringComparison.Ordinal) >= 0;
}
