using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>
/// Finds loops over the keys of a session that add a key. The sessions of this library hand out a
/// copy of their keys, so nothing is wrong where they are in use; ASP.NET Core's own session throws.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeysLoopAnalyzer : SessionAnalyzer
{
    private const string OwnMiddleware = "UseTypedSessions";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.KeysChangedWhileEnumerated];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        var calls = new SessionCalls(context.Compilation, types);
        var found = new ConcurrentBag<Location>();
        var hasOwnMiddleware = 0;
        context.RegisterSyntaxNodeAction(
            node =>
            {
                if (SessionCalls.Name((InvocationExpressionSyntax)node.Node) == OwnMiddleware)
                {
                    Interlocked.Exchange(ref hasOwnMiddleware, 1);
                }
            },
            SyntaxKind.InvocationExpression);
        context.RegisterSyntaxNodeAction(
            node =>
            {
                if (Keys(((ForEachStatementSyntax)node.Node).Expression) is { } keys && Adds(node, keys, calls))
                {
                    found.Add(((ForEachStatementSyntax)node.Node).Expression.GetLocation());
                }
            },
            SyntaxKind.ForEachStatement);
        context.RegisterCompilationEndAction(end =>
        {
            foreach (var place in Volatile.Read(ref hasOwnMiddleware) == 0 ? found : [])
            {
                end.ReportDiagnostic(Diagnostic.Create(Descriptors.KeysChangedWhileEnumerated, place));
            }
        });
    }

    // session.Keys, or what LINQ takes from it one by one.
    private static MemberAccessExpressionSyntax? Keys(ExpressionSyntax expression)
        => expression switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Keys" } keys => keys,
            InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "Where" or "Select" or "OfType" or "Cast" or "Skip" or "SkipWhile" or "TakeWhile",
                } call,
            } => Keys(call.Expression),
            ParenthesizedExpressionSyntax inner => Keys(inner.Expression),
            _ => null,
        };

    private static bool Adds(SyntaxNodeAnalysisContext context, MemberAccessExpressionSyntax keys, SessionCalls calls)
        => context.SemanticModel.GetOperation(keys, context.CancellationToken) is IPropertyReferenceOperation { Instance.Type: { } session }
            && calls.IsSession(session)
            && !calls.IsTypedSession(session)
            && ((ForEachStatementSyntax)context.Node).Statement
                .DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
                .OfType<InvocationExpressionSyntax>()
                .Any(call => calls.Read(context.SemanticModel.GetOperation(call, context.CancellationToken)) is { } write
                    && Adds(write, keys, context));

    private static bool Adds(KeyedCall call, MemberAccessExpressionSyntax keys, SyntaxNodeAnalysisContext context)
        => call.Does(KeyedVerbs.Write)
            && call.Session is { } session
            && SyntaxFactory.AreEquivalent(session.Syntax, keys.Expression)
            && !IsKeyOfLoop(call.KeyValue, (ForEachStatementSyntax)context.Node, keys)
            && !EndsLoop(call.Call.Syntax, context.Node);

    // To set a key that is there already adds none.
    private static bool IsKeyOfLoop(IOperation key, ForEachStatementSyntax loop, MemberAccessExpressionSyntax keys)
        => key is ILocalReferenceOperation local && local.Local.Name == loop.Identifier.ValueText
            && !loop.Expression.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>()
                .Any(access => access != keys && access.Name.Identifier.ValueText == "Select");

    // Whoever leaves the loop behind the call asks for no further key.
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
