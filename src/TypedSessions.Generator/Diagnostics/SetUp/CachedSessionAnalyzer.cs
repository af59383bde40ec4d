using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>
/// Finds output and response caching on endpoints, actions and pages that use the session each time, so that nothing is ever cached.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CachedSessionAnalyzer() : CallAnalyzer("CacheOutput")
{
    private const string Mvc = "Microsoft.AspNetCore.Mvc";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.CachedSession];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        base.Register(context, types);
        context.RegisterSymbolAction(AnalyzeAction, SymbolKind.Method);
        context.RegisterSymbolAction(AnalyzePage, SymbolKind.NamedType);
    }

    // app.MapGet(...).CacheOutput()
    private protected override void Analyze(SyntaxNodeAnalysisContext context, IInvocationOperation call, SessionTypes types)
    {
        if (!call.TargetMethod.ContainingNamespace.Is("Microsoft.Extensions.DependencyInjection") || IsForNoCache(call))
        {
            return;
        }

        for (var previous = CallChain.Previous(call); previous is not null; previous = CallChain.Previous(previous))
        {
            if (Endpoints.IsMap(previous.TargetMethod)
                && Endpoints.Handler(previous) is { } handler
                && RequestSession.IsAlwaysIn(handler, RequestSession.Names(handler), context.CancellationToken)
                && WrittenNames.HasTypedSessions(context.Compilation, context.CancellationToken))
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.CachedSession, CallChain.Name(call), "CacheOutput()"));
            }
        }
    }

    // [OutputCache] public IActionResult Index()
    private static void AnalyzeAction(SymbolAnalysisContext context)
    {
        var action = (IMethodSymbol)context.Symbol;
        if (Cache(action) is { } attribute
            && action.ContainingType.IsOrDerivesFrom(Mvc, "ControllerBase")
            && RequestSession.IsAlwaysIn(action, SessionNames.OfAction(action), context.CancellationToken))
        {
            Report(context, attribute);
        }
    }

    // [OutputCache] public class IndexModel : PageModel. Only GET and HEAD are ever cached.
    private static void AnalyzePage(SymbolAnalysisContext context)
    {
        var page = (INamedTypeSymbol)context.Symbol;
        if (Cache(page) is { } attribute
            && page.IsOrDerivesFrom(Mvc + ".RazorPages", "PageModel")
            && page.GetMembers().OfType<IMethodSymbol>().Where(static it => it.Name is "OnGet" or "OnGetAsync").ToArray()
                is { Length: > 0 } handlers
            && handlers.All(handler => RequestSession.IsAlwaysIn(handler, SessionNames.OfAction(handler), context.CancellationToken)))
        {
            Report(context, attribute);
        }
    }

    private static AttributeData? Cache(ISymbol symbol)
        => symbol.Attribute("Microsoft.AspNetCore.OutputCaching", "OutputCacheAttribute") is { } output && !Is(output, "NoStore") ? output
            : symbol.Attribute(Mvc, "ResponseCacheAttribute") is { } response && IsForAll(response) ? response
            : null;

    // Without a profile, which may say anything; 0 is ResponseCacheLocation.Any, the default.
    private static bool IsForAll(AttributeData response)
        => !Is(response, "NoStore")
            && response.Argument("CacheProfileName") is null
            && response.Argument("Duration") is { Value: int and > 0 }
            && response.Argument("Location")?.Value is null or 0;

    private static bool Is(AttributeData attribute, string name) => attribute.Argument(name)?.Value is true;

    private static bool IsForNoCache(IInvocationOperation call)
        => call.Arguments.Any(static argument => argument.Value.Syntax.ToString() is var text
            && argument.Parameter?.Ordinal > 0
            && (Mentions(text, "nocache") || Mentions(text, "nostore") || Mentions(text, "With(")));

    private static bool Mentions(string text, string name) => text.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0;

    private static void Report(SymbolAnalysisContext context, AttributeData attribute)
    {
        if (attribute.ApplicationSyntaxReference is { } reference
            && WrittenNames.HasTypedSessions(context.Compilation, context.CancellationToken))
        {
            var place = Location.Create(reference.SyntaxTree, reference.Span);
            context.ReportDiagnostic(
                Diagnostic.Create(Descriptors.CachedSession, place, $"[{attribute.AttributeClass!.Name.Replace("Attribute", "")}]"));
        }
    }
}
