using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>
/// Finds programs that use sessions and never set them up. Only a program whose whole set-up can be read is
/// judged: not a library, not a test, and not one that leaves the set-up to code that another assembly may have.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingSetUpAnalyzer : SessionAnalyzer
{
    private static readonly ImmutableHashSet<string> TestAssemblies = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "xunit.core", "xunit.v3.core", "nunit.framework", "MSTest.TestFramework", "TUnit.Core",
        "Microsoft.VisualStudio.TestPlatform.TestFramework",
        "Microsoft.AspNetCore.TestHost", "Microsoft.AspNetCore.Mvc.Testing", "BenchmarkDotNet");

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.ServicesMissing, Descriptors.MiddlewareMissing, Descriptors.ModelNotAdded];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        var program = context.Compilation;
        if (program.Options.OutputKind is not (OutputKind.ConsoleApplication or OutputKind.WindowsApplication)
            || program.ReferencedAssemblyNames.Any(static it => TestAssemblies.Contains(it.Name)))
        {
            return;
        }

        var calls = new SetUpCalls(program.Assembly);
        context.RegisterSyntaxNodeAction(
            node =>
            {
                if (SetUpSyntax.Read(node) is { } call)
                {
                    calls.NoteCall(call);
                }
            },
            SyntaxKind.InvocationExpression);
        context.RegisterSymbolAction(symbol => calls.NoteMethod((IMethodSymbol)symbol.Symbol), SymbolKind.Method);
        context.RegisterCompilationEndAction(end => Report(end, calls));
    }

    private static void Report(CompilationAnalysisContext context, SetUpCalls calls)
    {
        // Another assembly that knows the library may call what is missing here.
        if (!calls.IsInSight || LibraryUse.MayBeElsewhere(context.Compilation))
        {
            return;
        }

        foreach (var diagnostic in Problems(calls, context))
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    private static IEnumerable<Diagnostic> Problems(SetUpCalls calls, CompilationAnalysisContext context)
    {
        // In half-typed code a call may be written that the compiler cannot make out yet.
        if (calls.AddTypedSessions is not { } add)
        {
            return Needed(calls) is var (what, place)
                && !WrittenNames.Has(context.Compilation, ServiceCalls.AddTypedSessions, context.CancellationToken)
                ? [Diagnostic.Create(Descriptors.ServicesMissing, place, [CallChain.Name(calls.Host!)], Models(calls.Injections), what)]
                : [];
        }

        var needed = calls.Injections.ToArray();
        var missing = needed.Where(
            it => !calls.IsAdded(it.Model) && !WrittenNames.Has(context.Compilation, "AddModel", it.Model.Name, context.CancellationToken))
            .Select(it => Diagnostic.Create(
                Descriptors.ModelNotAdded,
                it.Place,
                [CallChain.Name(add)],
                Models([it]),
                it.Model.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
        return calls.UseTypedSessions is null
            && needed.Any(static it => it.IsOfRequest)
            && !WrittenNames.Has(context.Compilation, "UseTypedSessions", context.CancellationToken)
            ? missing.Append(Diagnostic.Create(
                Descriptors.MiddlewareMissing,
                CallChain.Name(add),
                additionalLocations: calls.Build is { } build ? [CallChain.Name(build)] : []))
            : missing;
    }

    private static ImmutableDictionary<string, string?> Models(IEnumerable<Injection> injections)
        => ImmutableDictionary<string, string?>.Empty.Add(
            PropertyNames.Models,
            string.Join(";", injections.Select(static it => it.Model.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat))));

    private static (string What, Location Place)? Needed(SetUpCalls calls)
        => calls.UseTypedSessions is { } use ? ("'UseTypedSessions()'", CallChain.Name(use))
            : calls.Injections.FirstOrDefault() is { } injection ? ($"Session model '{injection.Model.Name}'", injection.Place)
            : null;
}
