using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.TestCookie;

/// <summary>Finds test cookies that a whole program sets and never tests.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UntestedCookieAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.TestCookieNeverTested];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        // A library may leave the test to the program that uses it.
        if (context.Compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication)
        {
            var sets = new ConcurrentBag<Location>();
            context.RegisterSyntaxNodeAction(node => Note(node, types, sets), SyntaxKind.InvocationExpression);
            context.RegisterCompilationEndAction(end => Report(end, sets));
        }
    }

    private static void Note(SyntaxNodeAnalysisContext context, LibraryTypes types, ConcurrentBag<Location> sets)
    {
        if (CallAnalyzer.GetName((InvocationExpressionSyntax)context.Node) == TestCookieNames.Set
            && context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol is { } member
            && types.IsSessionMember(member))
        {
            sets.Add(context.Node.GetLocation());
        }
    }

    private static void Report(CompilationAnalysisContext context, ConcurrentBag<Location> sets)
    {
        if (sets.IsEmpty
            || context.Compilation.SyntaxTrees.Any(tree => SaysTest(tree, context.CancellationToken))
            || LibraryUse.MayBeElsewhere(context.Compilation))
        {
            return;
        }

        foreach (var set in sets)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.TestCookieNeverTested, set));
        }
    }

    // In generated code too: that is what Razor pages are when they get here.
    private static bool SaysTest(SyntaxTree tree, CancellationToken cancellation)
        => tree.GetText(cancellation).ToString().IndexOf(TestCookieNames.Test, StringComparison.Ordinal) >= 0;
}
