using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>The code of a member: a method, an accessor, an initializer, or top-level statements.</summary>
internal sealed class MemberCode
{
    private readonly IOperation _root;
    private readonly CancellationToken _cancellationToken;
    private MemberChainReader? _chains;
    private ControlFlowGraph[]? _graphs;
    private ILookup<SyntaxNode, IInvocationOperation>? _calls;

    private MemberCode(IOperation root, CancellationToken cancellationToken)
    {
        _root = root;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Gets the reader of the member's chains.</summary>
    public MemberChainReader Chains => _chains ??= new([_root]);

    /// <summary>Gets every operation of the member, including its lambdas and local functions.</summary>
    public IEnumerable<IOperation> Operations => _root.DescendantsAndSelf();

    /// <summary>Gets the control flow graphs of the member.</summary>
    public IReadOnlyList<ControlFlowGraph> Graphs
        => _graphs ??= CreateGraph() is { } graph ? [.. FlowGraphs.GetWithNested(graph, _cancellationToken)] : [];

    /// <returns>The code; <see langword="null"/> if the node is outside a member or the code is incomplete.</returns>
    public static MemberCode? FindEnclosing(SyntaxNode start, SemanticModel model, CancellationToken cancellationToken)
    {
        for (var node = start; node is not null; node = node.Parent)
        {
            if (GetRoot(node, model, cancellationToken) is { } root)
            {
                return new(root, cancellationToken);
            }
        }

        return null;
    }

    /// <summary>Returns the members of a type, without those of nested types; or the top-level statements.</summary>
    public static IEnumerable<MemberCode> CreateAll(SyntaxNode scope, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var node in scope.DescendantNodesAndSelf(node => node == scope || node is not TypeDeclarationSyntax))
        {
            if (GetRoot(node, model, cancellationToken) is { } root)
            {
                yield return new(root, cancellationToken);
            }
        }
    }

    /// <summary>Returns the enclosing lambda or local function, or else the whole member.</summary>
    public static IOperation GetBody(IOperation operation)
    {
        var body = operation;
        while (body.Parent is { } parent)
        {
            body = parent;
            if (body is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return body;
            }
        }

        return body;
    }

    /// <summary>Returns the operations of one body, without those of nested functions.</summary>
    public static IEnumerable<IOperation> GetOperations(IOperation body)
    {
        foreach (var child in body.ChildOperations)
        {
            yield return child;
            if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
            {
                foreach (var inner in GetOperations(child))
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>Returns the steps that a body executes, with their positions. Unreachable code has none.</summary>
    public static IReadOnlyList<FlowStep> GetSteps(ControlFlowGraph graph, IReadOnlyDictionary<SyntaxNode, MemberChain> chains)
    {
        var steps = new Dictionary<SyntaxNode, FlowStep>();
        foreach (var (point, operation) in FlowGraphs.GetOperations(graph))
        {
            // The graph has its own operations; both share their syntax.
            if (operation is IInvocationOperation or IAssignmentOperation or IIncrementOrDecrementOperation
                && point.Block.IsReachable
                && chains.TryGetValue(operation.Syntax, out var chain))
            {
                steps[operation.Syntax] = new(point, chain, operation.Syntax);
            }
        }

        return [.. steps.Values];
    }

    /// <summary>Returns the body of a method of the project; <see langword="null"/> if there is none.</summary>
    public MethodBody? FindMethod(IMethodSymbol method)
        => _root.SemanticModel is { } model ? MethodBody.Find(method, model, _cancellationToken) : null;

    /// <summary>Returns the call at a syntax node.</summary>
    public IInvocationOperation? FindCall(SyntaxNode syntax)
        => (_calls ??= Operations.OfType<IInvocationOperation>().ToLookup(static call => call.Syntax))[syntax].FirstOrDefault();

    private static IOperation? GetRoot(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
        => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax
            or CompilationUnitSyntax
            && model.GetOperation(node, cancellationToken) is { Parent: null } root
                ? root
                : null;

    private ControlFlowGraph? CreateGraph()
        => _root switch
        {
            IMethodBodyOperation method => ControlFlowGraph.Create(method, _cancellationToken),
            IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, _cancellationToken),
            IBlockOperation block => ControlFlowGraph.Create(block, _cancellationToken),
            IFieldInitializerOperation field => ControlFlowGraph.Create(field, _cancellationToken),
            IPropertyInitializerOperation property => ControlFlowGraph.Create(property, _cancellationToken),
            IParameterInitializerOperation parameter => ControlFlowGraph.Create(parameter, _cancellationToken),
            _ => null,
        };
}
