using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>
/// Reports output and response caching on endpoints, actions and pages that always use the session, so that nothing is cached.
/// </summary>
public sealed class CachedSessionAnalyzer() : CallAnalyzer("CacheOutput")
{
    private const string Mvc = "Microsoft.AspNetCore.Mvc";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [SetUpDescriptors.CachedSession];

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        base.Register(context, types);
        context.RegisterSymbolAction(AnalyzeAction, SymbolKind.Method);
        context.RegisterSymbolAction(AnalyzePage, SymbolKind.NamedType);
    }

    // app.MapGet(...).CacheOutput()
    private protected override void Analyze(NodeContext context, IInvocationOperation call, SessionTypes types)
    {
        if (!call.TargetMethod.ContainingNamespace.Is("Microsoft.Extensions.DependencyInjection") || DisablesCache(call))
        {
            return;
        }

        for (var previous = CallChain.GetPrevious(call); previous is not null; previous = CallChain.GetPrevious(previous))
        {
            if (Endpoints.IsMap(previous.TargetMethod)
                && Endpoints.FindHandler(previous) is { } handler
                && RequestSessionUse.IsAlwaysUsedIn(handler, RequestSessionUse.GetNames(handler), context.CancellationToken)
                && SourceNames.HasTypedSessions(context.Compilation, context.CancellationToken))
            {
                context.ReportDiagnostic(
                    Diagnostic.Create(SetUpDescriptors.CachedSession, CallChain.GetNameLocation(call), "CacheOutput()"));
            }
        }
    }

    // [OutputCache] public IActionResult Index()
    private static void AnalyzeAction(SymbolAnalysisContext context)
    {
        var action = (IMethodSymbol)context.Symbol;
        if (FindCacheAttribute(action) is { } attribute
            && action.ContainingType.IsOrDerivesFrom(Mvc, "ControllerBase")
            && RequestSessionUse.IsAlwaysUsedIn(action, SessionNames.FromAction(action), context.CancellationToken))
        {
            Report(context, attribute);
        }
    }

    // [OutputCache] public class IndexModel : PageModel. Only GET and HEAD are cached.
    private static void AnalyzePage(SymbolAnalysisContext context)
    {
        var page = (INamedTypeSymbol)context.Symbol;
        if (FindCacheAttribute(page) is { } attribute
            && page.IsOrDerivesFrom(Mvc + ".RazorPages", "PageModel")
            && page.GetMembers().OfType<IMethodSymbol>().Where(static it => it.Name is "OnGet" or "OnGetAsync").ToArray()
                is { Length: > 0 } handlers
            && handlers.All(
                handler => RequestSessionUse.IsAlwaysUsedIn(handler, SessionNames.FromAction(handler), context.CancellationToken)))
        {
            Report(context, attribute);
        }
    }

    private static AttributeData? FindCacheAttribute(ISymbol symbol)
        => symbol.Attribute("Microsoft.AspNetCore.OutputCaching", "OutputCacheAttribute") is { } output
            && !IsSet(output, "NoStore") ? output
            : symbol.Attribute(Mvc, "ResponseCacheAttribute") is { } response && IsPublic(response) ? response
            : null;

    // Profiles may set anything; 0 is ResponseCacheLocation.Any, the default.
    private static bool IsPublic(AttributeData response)
        => !IsSet(response, "NoStore")
            && response.Argument("CacheProfileName") is null
            && response.Argument("Duration") is { Value: int and > 0 }
            && response.Argument("Location")?.Value is null or 0;

    private static bool IsSet(AttributeData attribute, string name) => attribute.Argument(name)?.Value is true;

    private static bool DisablesCache(IInvocationOperation call)
        => call.Arguments.Any(static argument => argument.Value.Syntax.ToString() is var text
            && argument.Parameter?.Ordinal > 0
            && (ContainsText(text, "nocache") || ContainsText(text, "nostore") || ContainsText(text, "With(")));

    private static bool ContainsText(string text, string name) => text.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0;

    private static void Report(SymbolAnalysisContext context, AttributeData attribute)
    {
        if (attribute.ApplicationSyntaxReference is { } reference
            && SourceNames.HasTypedSessions(context.Compilation, context.CancellationToken))
        {
            var location = Location.Create(reference.SyntaxTree, reference.Span);
            context.ReportDiagnostic(
                Diagnostic.Create(
                    SetUpDescriptors.CachedSession, location, $"[{attribute.AttributeClass!.Name.Replace("Attribute", "")}]"));
        }
    }
}
