using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Finds models with collections and bytes in sessions that visitors' cookies hold.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CookieEngineAnalyzer() : CallAnalyzer("AddModel")
{
    private static readonly FileWords Cookie = new("UseCookie");

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.LargeCookie];

    // The engine is chosen in the same list of statements, or not seen at all.
    private protected override bool MayMatter(InvocationExpressionSyntax call) => Cookie.StandIn(call.SyntaxTree);

    private protected override void Analyze(SyntaxNodeAnalysisContext context, IInvocationOperation call, SessionTypes types)
    {
        if (ServiceCalls.IsAddModel(call.TargetMethod)
            && call.TargetMethod.TypeArguments[0] is INamedTypeSymbol model
            && Large(model) is { } property
            && IsKeptInCookie(call))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.LargeCookie, CallChain.Name(call), model.Name, property.Name));
        }
    }

    // The last engine that is named counts.
    private static bool IsKeptInCookie(IInvocationOperation call)
        => CallChain.Around(call).LastOrDefault(static it => ServiceCalls.IsEngine(it.TargetMethod)) is { } engine
            && ServiceCalls.IsUseCookie(engine.TargetMethod);

    private static IPropertySymbol? Large(INamedTypeSymbol model)
        => model.GetMembers().OfType<IPropertySymbol>()
            .FirstOrDefault(static property => SessionAttributes.OfProperty(property) is not null && CanGrow(property.Type));

    private static bool CanGrow(ITypeSymbol type)
        => type is IArrayTypeSymbol
            || (type.SpecialType != SpecialType.System_String && (Collects(type) || type.AllInterfaces.Any(Collects)));

    private static bool Collects(ITypeSymbol type)
        => type.SpecialType is SpecialType.System_Collections_IEnumerable or SpecialType.System_Collections_Generic_IEnumerable_T;
}
