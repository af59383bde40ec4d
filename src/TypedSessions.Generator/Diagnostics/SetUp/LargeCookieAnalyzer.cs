using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Reports models with collections or bytes if sessions are stored in cookies.</summary>
public sealed class LargeCookieAnalyzer() : CallAnalyzer("AddModel")
{
    private static readonly KeywordFilter Cookie = new("UseCookie");

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [SetUpDescriptors.LargeCookie];

    // Only an engine in the same statement list is visible.
    private protected override bool IsCandidate(InvocationExpressionSyntax call) => Cookie.Matches(call.SyntaxTree);

    private protected override void Analyze(NodeContext context, IInvocationOperation call, SessionTypes types)
    {
        if (ServiceCalls.IsAddModel(call.TargetMethod)
            && call.TargetMethod.TypeArguments[0] is INamedTypeSymbol model
            && FindGrowingProperty(model) is { } property
            && UsesCookieEngine(call))
        {
            context.ReportDiagnostic(
                Diagnostic.Create(SetUpDescriptors.LargeCookie, CallChain.GetNameLocation(call), model.Name, property.Name));
        }
    }

    // The last configured engine wins.
    private static bool UsesCookieEngine(IInvocationOperation call)
        => CallChain.GetSiblings(call).LastOrDefault(static it => ServiceCalls.IsEngine(it.TargetMethod)) is { } engine
            && ServiceCalls.IsUseCookie(engine.TargetMethod);

    private static IPropertySymbol? FindGrowingProperty(INamedTypeSymbol model)
        => model.GetMembers().OfType<IPropertySymbol>()
            .FirstOrDefault(static property => SessionAttributes.FindPropertyAttribute(property) is not null && CanGrow(property.Type));

    private static bool CanGrow(ITypeSymbol type)
        => type is IArrayTypeSymbol
            || (type.SpecialType != SpecialType.System_String && (IsEnumerable(type) || type.AllInterfaces.Any(IsEnumerable)));

    private static bool IsEnumerable(ITypeSymbol type)
        => type.SpecialType is SpecialType.System_Collections_IEnumerable or SpecialType.System_Collections_Generic_IEnumerable_T;
}
