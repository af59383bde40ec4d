using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>
/// Reports programs that use sessions without setting them up. Skips libraries, tests, and programs whose setup may be in another assembly.
/// </summary>
public sealed class MissingSetUpAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [SetUpDescriptors.ServicesMissing, SetUpDescriptors.MiddlewareMissing, SetUpDescriptors.ModelNotAdded];

    private protected override bool AnalyzesViews => true;

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        var program = context.Compilation;
        if (!LibraryUsage.IsApplication(program))
        {
            return;
        }

        var calls = new SetUpCalls(program.Assembly);
        context.RegisterNodeAction(
            node =>
            {
                if (SetUpSyntax.Read(node) is { } call)
                {
                    calls.AddCall(call, node.IsGeneratedCode);
                }
            },
            SyntaxKind.InvocationExpression);
        context.RegisterSymbolAction(
            symbol => calls.AddMember(symbol.Symbol, symbol.IsGeneratedCode), SymbolKind.Method, SymbolKind.Property);
        context.RegisterCompilationEndAction(end => Report(end, calls));
    }

    private static void Report(CompilationAnalysisContext context, SetUpCalls calls)
    {
        // Another assembly that references the library may contain the missing call.
        if (!calls.IsComplete || LibraryUsage.MayBeUsedElsewhere(context.Compilation))
        {
            return;
        }

        foreach (var diagnostic in FindProblems(calls, context))
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    private static IEnumerable<Diagnostic> FindProblems(SetUpCalls calls, CompilationAnalysisContext context)
    {
        // In incomplete code the call may exist but not bind yet.
        if (calls.AddTypedSessions is not { } add)
        {
            return FindFirstUse(calls) is var (what, location)
                && !SourceNames.Contains(context.Compilation, ServiceCalls.AddTypedSessions, context.CancellationToken)
                ? [Diagnostic.Create(SetUpDescriptors.ServicesMissing, location, [CallChain.GetNameLocation(calls.Host!)],
                    CreateModelProperties(calls.Injections), what)]
                : [];
        }

        var needed = calls.Injections.ToArray();
        var missing = needed.Where(
            it => !calls.IsAdded(it.Model)
                && !SourceNames.Contains(context.Compilation, "AddModel", it.Model.Name, context.CancellationToken))
            .Select(it => Diagnostic.Create(
                SetUpDescriptors.ModelNotAdded,
                it.Location,
                [CallChain.GetNameLocation(add)],
                CreateModelProperties([it]),
                it.Model.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
        return calls.UseTypedSessions is null
            && needed.Any(static it => it.IsPerRequest)
            && !SourceNames.Contains(context.Compilation, "UseTypedSessions", context.CancellationToken)
            ? missing.Append(Diagnostic.Create(
                SetUpDescriptors.MiddlewareMissing,
                CallChain.GetNameLocation(add),
                additionalLocations: calls.Build is { } build ? [CallChain.GetNameLocation(build)] : []))
            : missing;
    }

    private static ImmutableDictionary<string, string?> CreateModelProperties(IEnumerable<Injection> injections)
        => ImmutableDictionary<string, string?>.Empty.Add(
            PropertyNames.Models,
            string.Join(";", injections.Select(static it => it.Model.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat))));

    private static (string What, Location Place)? FindFirstUse(SetUpCalls calls)
        => calls.UseTypedSessions is { } use ? ("'UseTypedSessions()'", CallChain.GetNameLocation(use))
            : calls.Injections.FirstOrDefault() is { } injection ? ($"Session model '{injection.Model.Name}'", injection.Location)
            : null;
}
