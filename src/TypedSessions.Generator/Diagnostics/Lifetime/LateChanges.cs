using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>
/// Finds changes after the start of the response. An existing session can still be changed then, so setting a value is reported only if
/// nothing suggests that the session exists.
/// </summary>
internal sealed class LateChanges
{
    private readonly MemberCode _code;
    private readonly SessionTypes _types;
    private readonly Dictionary<SyntaxNode, MemberChain> _starts = [];
    private readonly Dictionary<SyntaxNode, MemberChain> _changes = [];
    private readonly Dictionary<SyntaxNode, SessionChange> _uses = [];
    private readonly bool _readsSessionState;

    public LateChanges(MemberCode code, SessionTypes types)
    {
        _code = code;
        _types = types;
        IsCertain = true;
        foreach (var operation in code.Operations)
        {
            IsCertain &= !IsResponseCheck(operation);
            _readsSessionState |= IsSessionStateRead(operation, types);
            AddOperation(operation);
        }
    }

    /// <summary>Gets a value indicating whether the response is a real one and the code does not check whether it has started.</summary>
    public bool IsCertain { get; }

    /// <summary>Gets the first call that starts a response; the analysis runs once, at this call.</summary>
    public SyntaxNode? FirstStart => _changes.Count == 0 ? null : _starts.Keys.OrderBy(static start => start.SpanStart).FirstOrDefault();

    public IEnumerable<(SyntaxNode Change, SessionChange Use, SyntaxNode Start)> Find()
    {
        foreach (var graph in _code.Graphs)
        {
            var (starts, changes) = (MemberCode.GetSteps(graph, _starts), MemberCode.GetSteps(graph, _changes));
            var order = new ExecutionOrder(graph);
            foreach (var change in changes)
            {
                var use = _uses[change.Syntax];
                if (order.FindPredecessor(change, starts.Where(start => IsSameRequest(start, change)), changes) is { } start
                    && (use.Kind != SessionChangeKind.Set || !MayBeStored(start, changes, graph)))
                {
                    yield return (change.Syntax, use, start.Syntax);
                }
            }
        }
    }

    public static string Describe(SessionChange use)
        => use.Operation switch
        {
            IInvocationOperation call => call.TargetMethod.Name + "()",
            IAssignmentOperation { Target: IPropertyReferenceOperation target } => GetName(target),
            IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation target } => GetName(target),
            _ => "",
        };

    public static string DescribeConsequence(SessionChangeKind verb)
        => verb switch
        {
            SessionChangeKind.Regenerate => "which throws, because the new id can no longer be sent",
            SessionChangeKind.Abandon => "so the browser keeps the session's cookie",
            SessionChangeKind.Expire => "so the browser keeps the cookie's old expiry",
            _ => "which throws for a visitor without a session, because the cookie can no longer be sent",
        };

    /// <summary>Returns whether an operation reads whether the session exists.</summary>
    public static bool IsSessionStateRead(IOperation operation, SessionTypes types)
        => operation is IPropertyReferenceOperation { Property.Name: "IsNew" or "IsEmpty" or "CreatedAt" or "ExpiresAt" } property
            && (types.Library.IsSessionMember(property.Property) || types.IsSession(property.Instance?.Type));

    // An item has the name of its map.
    private static string GetName(IPropertyReferenceOperation target)
        => target is { Property.IsIndexer: true, Instance: IPropertyReferenceOperation map } ? map.Property.Name : target.Property.Name;

    private void AddOperation(IOperation operation)
    {
        if (operation is IInvocationOperation call && ResponseStart.GetResponse(call, _types) is { } response)
        {
            if (_code.Chains.Read(response) is { Root: IParameterSymbol or INamedTypeSymbol } chain)
            {
                _starts[operation.Syntax] = chain;
            }
        }
        else if (SessionChange.From(operation, _types) is { Kind: not SessionChangeKind.Remove } use
            && _code.Chains.Read(use.Session) is { } session
            && _types.IsRequestSession(session))
        {
            _changes[operation.Syntax] = session;
            _uses[operation.Syntax] = use;
        }
    }

    // A replaced body may buffer the response, and the response of a test never starts.
    private bool IsResponseCheck(IOperation operation)
        => operation switch
        {
            IPropertyReferenceOperation { Property.Name: "HasStarted" } => true,
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Body", Instance.Type: { } type } }
                => _types.IsResponse(type),
            IObjectCreationOperation { Type.Name: "DefaultHttpContext" } => true,
            _ => false,
        };

    // Two parameters of one type belong to different requests.
    private static bool IsSameRequest(FlowStep start, FlowStep change)
        => start.Target.Root is not IParameterSymbol one
            || change.Target.Root is not IParameterSymbol other
            || SymbolEqualityComparer.Default.Equals(one, other)
            || !SymbolEqualityComparer.Default.Equals(one.Type, other.Type);

    private bool MayBeStored(FlowStep start, IReadOnlyList<FlowStep> changes, ControlFlowGraph graph)
        => _readsSessionState
            || changes.Any(other => other.Point.IsBefore(start.Point) && _uses[other.Syntax].Kind == SessionChangeKind.Set)
            || graph.Blocks.Any(block => block.Ordinal <= start.Point.Block.Ordinal
                && block.ConditionKind != ControlFlowConditionKind.None
                && ReadsSession(block));

    private bool ReadsSession(BasicBlock block)
        => block.Operations.Append(block.BranchValue).Any(
            operation => operation?.DescendantsAndSelf().Any(part => _types.IsSessionOrModel(part.Type)) ?? false);
}
