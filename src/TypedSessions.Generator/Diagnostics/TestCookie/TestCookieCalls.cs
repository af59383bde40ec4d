using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.TestCookie;

/// <summary>Collects the calls in a piece of code, then sorts them by the body in which they run.</summary>
internal sealed class TestCookieCalls(LibraryTypes types)
{
    private const string Set = "SetTestCookie";
    private const string Test = "TestCookieWorked";

    // The graph has operations of its own; both know the syntax they come from.
    private readonly ConcurrentDictionary<SyntaxNode, IInvocationOperation> _sets = new();
    private readonly ConcurrentDictionary<SyntaxNode, IInvocationOperation> _tests = new();

    public bool AreOfBothKinds => !_sets.IsEmpty && !_tests.IsEmpty;

    public void Note(IOperation operation)
    {
        var call = (IInvocationOperation)operation;
        if (call.TargetMethod.Name is Set or Test && types.IsSessionMember(call.TargetMethod))
        {
            (call.TargetMethod.Name == Set ? _sets : _tests).TryAdd(call.Syntax, call);
        }
    }

    public IEnumerable<TestCookieBody> ByBody(OperationBlockAnalysisContext context)
    {
        var chains = new MemberChainReader(context.OperationBlocks);
        foreach (var block in context.OperationBlocks)
        {
            foreach (var graph in FlowGraphs.WithNested(context.GetControlFlowGraph(block), context.CancellationToken))
            {
                yield return new(graph, Calls(graph, _sets, chains), Calls(graph, _tests, chains));
            }
        }
    }

    private static List<TestCookieCall> Calls(ControlFlowGraph graph, ConcurrentDictionary<SyntaxNode, IInvocationOperation> noted, MemberChainReader chains)
    {
        var calls = new List<TestCookieCall>();
        foreach (var (point, operation) in FlowGraphs.Operations(graph))
        {
            if (operation is IInvocationOperation
                && point.Block.IsReachable
                && noted.TryGetValue(operation.Syntax, out var call)
                && chains.Read(Session(call)) is { } session)
            {
                calls.Add(new(point, session, call.Syntax.GetLocation()));
            }
        }

        return calls;
    }

    // An extension has its session as the instance or as the first argument: that depends on the compiler and on how it is written.
    private static IOperation? Session(IInvocationOperation call) => call.Instance ?? call.Arguments.FirstOrDefault()?.Value;
}
