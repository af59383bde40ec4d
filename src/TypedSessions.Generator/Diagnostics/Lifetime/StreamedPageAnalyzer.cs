using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>
/// Reports components with <c>[StreamRendering]</c> that create a session after the first <c>await</c>, when the response has started.
/// </summary>
public sealed class StreamedPageAnalyzer : SessionAnalyzer
{
    private const string Components = "Microsoft.AspNetCore.Components";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LifetimeDescriptors.StreamedPage];

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        if (SessionTypes.From(context.Compilation, types) is { } known)
        {
            context.RegisterNodeAction(node => Analyze(node, known), SyntaxKind.MethodDeclaration);
        }
    }

    private static void Analyze(NodeContext context, SessionTypes types)
    {
        var method = (MethodDeclarationSyntax)context.Node;
        if (method.Identifier.ValueText is not ("OnInitializedAsync" or "OnParametersSetAsync")
            || method.Body is not { } body
            || FindFirstAwait(body, context, types) is not { } wait
            || context.SemanticModel.GetDeclaredSymbol(method, context.CancellationToken) is not { IsOverride: true } symbol
            || !IsStreamed(symbol.ContainingType)
            || MemberCode.FindEnclosing(method, context.SemanticModel, context.CancellationToken) is not { } code)
        {
            return;
        }

        if (FindLateChange(code, wait, types) is { } change)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                LifetimeDescriptors.StreamedPage,
                change.Operation.Syntax.GetLocation(),
                LateChanges.Describe(change),
                symbol.ContainingType.Name));
        }
    }

    // Only an await that every path reaches. The base class's method usually completes synchronously, and so may a load.
    private static AwaitExpressionSyntax? FindFirstAwait(BlockSyntax body, NodeContext context, SessionTypes types)
        => body.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<AwaitExpressionSyntax>()
            .FirstOrDefault(wait => wait.FirstAncestorOrSelf<StatementSyntax>()?.Parent == body
                && !wait.DescendantNodes().Any(static node => node is BaseExpressionSyntax)
                && !IsLoad(context.SemanticModel.GetOperation(wait.Expression, context.CancellationToken), types));

    private static bool IsLoad(IOperation? operation, SessionTypes types)
        => operation is IInvocationOperation { TargetMethod.Name: "LoadAsync", Instance.Type: { } type } && types.IsSession(type);

    private static bool IsStreamed(INamedTypeSymbol type)
        => type.Attribute(Components, "StreamRenderingAttribute") is { } attribute
            && (attribute.ConstructorArguments.IsEmpty || attribute.ConstructorArguments[0].Value is true);

    // An existing session can still be changed, and the code may know that it exists.
    private static SessionChange? FindLateChange(MemberCode code, AwaitExpressionSyntax wait, SessionTypes types)
    {
        var changes = code.Operations
            .Where(static operation => MemberCode.GetBody(operation) is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
            .Select(operation => SessionChange.From(operation, types))
            .Where(use => use is { Kind: SessionChangeKind.Set or SessionChangeKind.Regenerate } && IsRequestSession(use, code, types))
            .ToArray();
        var isKnown = code.Operations.Any(
            operation => LateChanges.IsSessionStateRead(operation, types) || DependsOnSession(operation, types));
        return isKnown || changes.Any(change => change!.Operation.Syntax.SpanStart < wait.SpanStart) ? null : changes.FirstOrDefault();
    }

    private static bool DependsOnSession(IOperation operation, SessionTypes types)
        => operation is IConditionalOperation { Condition: var condition }
            && condition.DescendantsAndSelf().Any(part => types.IsSessionOrModel(part.Type));

    private static bool IsRequestSession(SessionChange use, MemberCode code, SessionTypes types)
        => code.Chains.Read(use.Session) is not { } chain || types.IsRequestSession(chain);
}
