using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.TestCookie;

/// <summary>One body, and what it does to the test cookie by itself and through functions that it calls.</summary>
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
        foreach (var (point, operation) in FlowGraphs.Operations(graph))
        {
            // The graph has operations of its own; both know the syntax they come from.
            if (operation is IInvocationOperation
                && point.Block.IsReachable
                && member.CallAt(operation.Syntax) is { } call
                && _calls.TrueForAll(known => known.Call != call))
            {
                _calls.Add((call, point));
            }
        }
    }

    /// <summary>The method or local function; nothing for a lambda or an accessor, which are not called by name.</summary>
    public IMethodSymbol? Function { get; }

    /// <summary>Whether the body hands its session to code that is not known, or ends it, so that there is nothing to test.</summary>
    public bool HandsOverOrEnds
        => Breaks(depth: 0).Count > 0
            || _calls.Exists(call => SessionUse.From(call.Call, _functions.Types) is { Verb: SessionVerb.Abandon }
                || call.Call.TargetMethod.Name == "Clear");

    /// <summary>The calls of a session's member in this body itself.</summary>
    public IReadOnlyList<FlowStep> OwnSteps(string name)
    {
        var steps = new List<FlowStep>();
        foreach (var (call, point) in _calls)
        {
            if (call.TargetMethod.Name == name
                && _functions.Types.Library.IsSessionMember(call.TargetMethod)
                && _member.Chains.Read(SessionTypes.Receiver(call)) is { } session)
            {
                steps.Add(new(point, session, call.Syntax));
            }
        }

        return steps;
    }

    /// <summary>The calls of a session's member, here or in a function that is called here.</summary>
    /// <param name="name">The member.</param>
    /// <param name="isCertain">Whether a function counts only if it calls the member whenever it returns.</param>
    /// <param name="depth">How many functions lie between.</param>
    public IReadOnlyList<FlowStep> Steps(string name, bool isCertain, int depth = 0)
    {
        var steps = new List<FlowStep>(OwnSteps(name));
        foreach (var (call, point) in _calls)
        {
            foreach (var effect in _functions.GetEffects(call.TargetMethod, depth))
            {
                if (effect.Name == name && (effect.IsCertain || !isCertain) && effect.ForCaller(call, _member.Chains) is { } session)
                {
                    steps.Add(new(point, session, call.Syntax));
                }
            }
        }

        return steps;
    }

    public IEnumerable<TestCookieEffect> Effects(int depth)
        => from name in new[] { TestCookieNames.Set, TestCookieNames.Test }
           let steps = Steps(name, isCertain: name == TestCookieNames.Set, depth)
           from step in steps
           select new TestCookieEffect(name, step.Target, IsAlwaysTaken(steps.Where(other => other.Target.IsSameSession(step.Target))));

    /// <summary>The call that certainly sets before a step, within one pretended request.</summary>
    public FlowStep? SetBefore(FlowStep step, IReadOnlyList<FlowStep> sets, IReadOnlyList<FlowStep> others)
    {
        var breaks = Breaks(depth: 0);
        return new CertainOrder(_graph).Before(
            step,
            sets.Where(
                set => set.Target.IsSameSession(step.Target) && !breaks.Any(end => set.Point.IsBefore(end) && end.IsBefore(step.Point))),
            others.Where(other => other.Target.IsSameSession(step.Target)));
    }

    /// <summary>Where the session is committed, which begins another request in a unit test, or goes to code that is not known.</summary>
    public IReadOnlyList<FlowPoint> Breaks(int depth)
        => [.. _calls.Where(call => IsBreak(call.Call, depth)).Select(static call => call.Point)];

    private bool IsBreak(IInvocationOperation call, int depth)
        => call.TargetMethod.Name is "CommitAsync" or "SaveAsync"
            || _functions.Breaks(call.TargetMethod, depth)
            || (!_functions.Knows(call.TargetMethod)
                && !IsOfFrameworks(call.TargetMethod)
                && call.Arguments.Any(argument => IsSession(argument.Value)));

    private bool IsSession(IOperation value)
        => value is IConversionOperation conversion
            ? IsSession(conversion.Operand)
            : _functions.Types.IsSessionOrModel(value.Type) || _functions.Types.IsOpened(value.Type);

    private static bool IsOfFrameworks(IMethodSymbol method)
        => method.ContainingNamespace?.ToDisplayString() is "TypedSessions" or "Microsoft.AspNetCore.Http";

    private bool IsAlwaysTaken(IEnumerable<FlowStep> steps)
        => !new FlowWalk(_graph, [.. steps.Select(static step => step.Point)]) { IgnoresThrows = true }.FromEntry().Left;

    private static IMethodSymbol? GetFunction(ControlFlowGraph graph)
        => graph.OriginalOperation switch
        {
            ILocalFunctionOperation function => function.Symbol,
            IMethodBodyOperation { SemanticModel: { } model, Syntax: var syntax } => model.GetDeclaredSymbol(syntax) as IMethodSymbol,
            _ => null,
        };
}
