using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.TestCookie;

/// <summary>One body with its operations on the test cookie, its own and those of the functions it calls.</summary>
internal sealed class TestCookieBody
{
    private readonly ControlFlowGraph _graph;
    private readonly MemberCode _member;
    private readonly TestCookieFunctions _functions;
    private readonly List<(IInvocationOperation Call, FlowPoint Point)> _calls = [];

    public TestCookieBody(ControlFlowGraph graph, MemberCode member, TestCookieFunctions functions)
    {
        _graph = graph;
        _member = member;
        _functions = functions;
        Function = GetFunction(graph);
        foreach (var (point, operation) in FlowGraphs.GetOperations(graph))
        {
            // The graph has its own operations; both share their syntax.
            if (operation is IInvocationOperation
                && point.Block.IsReachable
                && member.FindCall(operation.Syntax) is { } call
                && _calls.TrueForAll(known => known.Call != call))
            {
                _calls.Add((call, point));
            }
        }
    }

    /// <summary>Gets the method or local function; <see langword="null"/> for a lambda or accessor.</summary>
    public IMethodSymbol? Function { get; }

    /// <summary>
    /// Gets a value indicating whether the body passes its session to unknown code or ends it, so that no test is required.
    /// </summary>
    public bool PassesOnOrEndsSession
        => GetRequestBoundaries(depth: 0).Count > 0
            || _calls.Exists(call => SessionChange.From(call.Call, _functions.Types) is { Kind: SessionChangeKind.Abandon }
                || call.Call.TargetMethod.Name == "Clear");

    /// <summary>Returns the calls of a session member in this body itself.</summary>
    public IReadOnlyList<FlowStep> GetOwnSteps(string name)
    {
        var steps = new List<FlowStep>();
        foreach (var (call, point) in _calls)
        {
            if (call.TargetMethod.Name == name
                && _functions.Types.Library.IsSessionMember(call.TargetMethod)
                && _member.Chains.Read(SessionTypes.GetReceiver(call)) is { } session)
            {
                steps.Add(new(point, session, call.Syntax));
            }
        }

        return steps;
    }

    /// <summary>Returns the calls of a session member, here or in a function that is called here.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="isCertain">Whether to include a function only if it always calls the member.</param>
    /// <param name="depth">The call depth.</param>
    public IReadOnlyList<FlowStep> GetSteps(string name, bool isCertain, int depth = 0)
    {
        var steps = new List<FlowStep>(GetOwnSteps(name));
        foreach (var (call, point) in _calls)
        {
            foreach (var effect in _functions.GetEffects(call.TargetMethod, depth))
            {
                if (effect.Name == name
                    && (effect.IsCertain || !isCertain)
                    && effect.TranslateToCaller(call, _member.Chains) is { } session)
                {
                    steps.Add(new(point, session, call.Syntax));
                }
            }
        }

        return steps;
    }

    public IEnumerable<TestCookieEffect> GetEffects(int depth)
        => from name in new[] { TestCookieNames.Set, TestCookieNames.Test }
           let steps = GetSteps(name, isCertain: name == TestCookieNames.Set, depth)
           from step in steps
           select new TestCookieEffect(name, step.Target, AreAlwaysExecuted(steps.Where(other => other.Target.IsSameSession(step.Target))));

    /// <summary>Returns the call that certainly sets the cookie before a step, within one request.</summary>
    public FlowStep? FindSetBefore(FlowStep step, IReadOnlyList<FlowStep> sets, IReadOnlyList<FlowStep> others)
    {
        var breaks = GetRequestBoundaries(depth: 0);
        return new ExecutionOrder(_graph).FindPredecessor(
            step,
            sets.Where(
                set => set.Target.IsSameSession(step.Target) && !breaks.Any(end => set.Point.IsBefore(end) && end.IsBefore(step.Point))),
            others.Where(other => other.Target.IsSameSession(step.Target)));
    }

    /// <summary>
    /// Returns the positions at which the session is committed, which starts another request in a unit test, or passed to unknown code.
    /// </summary>
    public IReadOnlyList<FlowPoint> GetRequestBoundaries(int depth)
        => [.. _calls.Where(call => IsRequestBoundary(call.Call, depth)).Select(static call => call.Point)];

    private bool IsRequestBoundary(IInvocationOperation call, int depth)
        => call.TargetMethod.Name is "CommitAsync" or "SaveAsync"
            || _functions.HasRequestBoundary(call.TargetMethod, depth)
            || (!_functions.HasBody(call.TargetMethod)
                && !IsLibraryMethod(call.TargetMethod)
                && call.Arguments.Any(argument => IsSession(argument.Value)));

    private bool IsSession(IOperation value)
        => value is IConversionOperation conversion
            ? IsSession(conversion.Operand)
            : _functions.Types.IsSessionOrModel(value.Type) || _functions.Types.IsScope(value.Type);

    private static bool IsLibraryMethod(IMethodSymbol method)
        => method.ContainingNamespace?.ToDisplayString() is "TypedSessions" or "Microsoft.AspNetCore.Http";

    private bool AreAlwaysExecuted(IEnumerable<FlowStep> steps)
        => !new FlowTraversal(_graph, [.. steps.Select(static step => step.Point)]) { IgnoresThrows = true }.StartAtEntry().HasExited;

    private static IMethodSymbol? GetFunction(ControlFlowGraph graph)
        => graph.OriginalOperation switch
        {
            ILocalFunctionOperation function => function.Symbol,
            IMethodBodyOperation { SemanticModel: { } model, Syntax: var syntax } => model.GetDeclaredSymbol(syntax) as IMethodSymbol,
            _ => null,
        };
}
