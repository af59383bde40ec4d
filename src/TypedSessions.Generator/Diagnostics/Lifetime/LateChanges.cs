using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>
/// The changes in a member that come after the response has started. A session that is stored already can
/// still be changed then, and is saved at the end of the request; so a value that is set counts only where
/// nothing hints at such a session: no value set before, and no look at the session that the way depends on.
/// </summary>
internal sealed class LateChanges
{
    private readonly MemberCode _code;
    private readonly SessionTypes _types;
    private readonly Dictionary<SyntaxNode, MemberChain> _starts = [];
    private readonly Dictionary<SyntaxNode, MemberChain> _changes = [];
    private readonly Dictionary<SyntaxNode, SessionUse> _uses = [];
    private readonly bool _knowsSession;

    public LateChanges(MemberCode code, SessionTypes types)
    {
        _code = code;
        _types = types;
        AreCertain = true;
        foreach (var operation in code.Operations)
        {
            AreCertain &= !LooksAtResponse(operation);
            _knowsSession |= IsLookAtSession(operation, types);
            Note(operation);
        }
    }

    /// <summary>Whether the response is the server's, and the code does not ask itself whether it has started.</summary>
    public bool AreCertain { get; }

    /// <summary>The call that answers for all others of the member.</summary>
    public SyntaxNode? FirstStart => _changes.Count == 0 ? null : _starts.Keys.OrderBy(static start => start.SpanStart).FirstOrDefault();

    public IEnumerable<(SyntaxNode Change, SessionUse Use, SyntaxNode Start)> Find()
    {
        foreach (var graph in _code.Graphs)
        {
            var (starts, changes) = (MemberCode.Steps(graph, _starts), MemberCode.Steps(graph, _changes));
            var order = new CertainOrder(graph);
            foreach (var change in changes)
            {
                var use = _uses[change.Syntax];
                if (order.Before(change, starts.Where(start => IsSameRequest(start, change)), changes) is { } start
                    && (use.Verb != SessionVerb.Set || !MayBeStored(start, changes, graph)))
                {
                    yield return (change.Syntax, use, start.Syntax);
                }
            }
        }
    }

    public static string Describe(SessionUse use)
        => use.Operation switch
        {
            IInvocationOperation call => call.TargetMethod.Name + "()",
            IAssignmentOperation { Target: IPropertyReferenceOperation target } => target.Property.Name,
            IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation target } => target.Property.Name,
            _ => "",
        };

    public static string Consequence(SessionVerb verb)
        => verb switch
        {
            SessionVerb.Regenerate => "which throws, because the browser can no longer learn the new id",
            SessionVerb.Abandon => "so the browser keeps the session's cookie",
            SessionVerb.Expire => "so the browser keeps the cookie's old expiry",
            _ => "which throws for a visitor who has no session yet, because its cookie can no longer be sent",
        };

    /// <summary>Whether the code finds out whether there is a session.</summary>
    public static bool IsLookAtSession(IOperation operation, SessionTypes types)
        => operation is IPropertyReferenceOperation { Property.Name: "IsNew" or "IsEmpty" or "CreatedAt" or "ExpiresAt" } property
            && (types.Library.IsSessionMember(property.Property) || types.IsSession(property.Instance?.Type));

    private void Note(IOperation operation)
    {
        if (operation is IInvocationOperation call && ResponseStart.GetResponse(call, _types) is { } response)
        {
            if (_code.Chains.Read(response) is { Root: IParameterSymbol or INamedTypeSymbol } chain)
            {
                _starts[operation.Syntax] = chain;
            }
        }
        else if (SessionUse.From(operation, _types) is { Verb: not SessionVerb.Remove } use
            && _code.Chains.Read(use.Session) is { } session
            && _types.IsOfRequest(session))
        {
            _changes[operation.Syntax] = session;
            _uses[operation.Syntax] = use;
        }
    }

    // A body of the application's own holds the response back. A response in a test never starts.
    private bool LooksAtResponse(IOperation operation)
        => operation switch
        {
            IPropertyReferenceOperation { Property.Name: "HasStarted" } => true,
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Body", Instance.Type: { } type } }
                => _types.IsResponse(type),
            IObjectCreationOperation { Type.Name: "DefaultHttpContext" } => true,
            _ => false,
        };

    // Two parameters of one type are two requests.
    private static bool IsSameRequest(FlowStep start, FlowStep change)
        => start.Target.Root is not IParameterSymbol one
            || change.Target.Root is not IParameterSymbol other
            || SymbolEqualityComparer.Default.Equals(one, other)
            || !SymbolEqualityComparer.Default.Equals(one.Type, other.Type);

    private bool MayBeStored(FlowStep start, IReadOnlyList<FlowStep> changes, ControlFlowGraph graph)
        => _knowsSession
            || changes.Any(other => other.Point.IsBefore(start.Point) && _uses[other.Syntax].Verb == SessionVerb.Set)
            || graph.Blocks.Any(block => block.Ordinal <= start.Point.Block.Ordinal
                && block.ConditionKind != ControlFlowConditionKind.None
                && ReadsSession(block));

    private bool ReadsSession(BasicBlock block)
        => block.Operations.Append(block.BranchValue).Any(
            operation => operation?.DescendantsAndSelf().Any(part => _types.IsSessionOrModel(part.Type)) ?? false);
}
