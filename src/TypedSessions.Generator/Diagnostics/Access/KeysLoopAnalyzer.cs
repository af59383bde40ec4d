using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>
/// Reports loops over the keys of a session that add a key. ASP.NET Core's session throws; this library's sessions return a copy of their
/// keys, so nothing is reported if the project uses them.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeysLoopAnalyzer : SessionAnalyzer
{
    private const string MiddlewareMethod = "UseTypedSessions";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.KeysChangedWhileEnumerated];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        var calls = new SessionCalls(context.Compilation, types);
        var found = new ConcurrentBag<Location>();
        var hasOwnMiddleware = 0;
        context.RegisterSyntaxNodeAction(
            node =>
            {
                if (SessionCalls.GetName((InvocationExpressionSyntax)node.Node) == MiddlewareMethod)
                {
                    Interlocked.Exchange(ref hasOwnMiddleware, 1);
                }
            },
            SyntaxKind.InvocationExpression);
        context.RegisterSyntaxNodeAction(
            node =>
            {
                if (FindKeys(((ForEachStatementSyntax)node.Node).Expression) is { } keys && AddsKey(node, keys, calls))
                {
                    found.Add(((ForEachStatementSyntax)node.Node).Expression.GetLocation());
                }
            },
            SyntaxKind.ForEachStatement);
        context.RegisterCompilationEndAction(end =>
        {
            foreach (var location in Volatile.Read(ref hasOwnMiddleware) == 0 ? found : [])
            {
                end.ReportDiagnostic(Diagnostic.Create(Descriptors.KeysChangedWhileEnumerated, location));
            }
        });
    }

    // session.Keys, or a lazy LINQ query over it.
    private static MemberAccessExpressionSyntax? FindKeys(ExpressionSyntax expression)
        => expression switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Keys" } keys => keys,
            InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "Where" or "Select" or "OfType" or "Cast" or "Skip" or "SkipWhile" or "TakeWhile",
                } call,
            } => FindKeys(call.Expression),
            ParenthesizedExpressionSyntax inner => FindKeys(inner.Expression),
            _ => null,
        };

    private static bool AddsKey(SyntaxNodeAnalysisContext context, MemberAccessExpressionSyntax keys, SessionCalls calls)
        => context.SemanticModel.GetOperation(keys, context.CancellationToken) is IPropertyReferenceOperation { Instance.Type: { } session }
            && calls.IsSession(session)
            && !calls.IsTypedSession(session)
            && ((ForEachStatementSyntax)context.Node).Statement
                .DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
                .OfType<InvocationExpressionSyntax>()
                .Any(call => calls.Read(context.SemanticModel.GetOperation(call, context.CancellationToken)) is { } write
                    && AddsKey(write, keys, context));

    private static bool AddsKey(KeyedCall call, MemberAccessExpressionSyntax keys, SyntaxNodeAnalysisContext context)
        => call.HasVerb(KeyedVerbs.Write)
            && call.Session is { } session
            && SyntaxFactory.AreEquivalent(session.Syntax, keys.Expression)
            && !IsLoopKey(call.KeyValue, (ForEachStatementSyntax)context.Node, keys)
            && !EndsLoop(call.Call.Syntax, context.Node);

    // Setting an existing key adds none.
    private static bool IsLoopKey(IOperation key, ForEachStatementSyntax loop, MemberAccessExpressionSyntax keys)
        => key is ILocalReferenceOperation local && local.Local.Name == loop.Identifier.ValueText
            && !loop.Expression.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>()
                .Any(access => access != keys && access.Name.Identifier.ValueText == "Select");

    // A loop that ends after the call does not enumerate further keys.
    private static bool EndsLoop(SyntaxNode call, SyntaxNode loop)
    {
        for (var node = call; node is not null && node != loop; node = node.Parent)
        {
            if (node is ReturnStatementSyntax
                || (node is StatementSyntax { Parent: BlockSyntax block } statement
                    && block.Statements.Skip(block.Statements.IndexOf(statement) + 1).Any(IsExit)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsExit(StatementSyntax statement)
        => statement is BreakStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax
            or YieldStatementSyntax;
}
