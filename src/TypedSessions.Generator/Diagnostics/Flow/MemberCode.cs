using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>All code of a member: a method, an accessor, an initializer, or the statements of a program.</summary>
internal sealed class MemberCode
{
    private readonly IOperation _root;
    private readonly CancellationToken _cancellation;
    private MemberChainReader? _chains;
    private ControlFlowGraph[]? _graphs;
    private ILookup<SyntaxNode, IInvocationOperation>? _calls;

    private MemberCode(IOperation root, CancellationToken cancellation)
    {
        _root = root;
        _cancellation = cancellation;
    }

    /// <summary>Reads the chains of the member.</summary>
    public MemberChainReader Chains => _chains ??= new([_root]);

    /// <summary>Every operation of the member, in all its lambdas and local functions.</summary>
    public IEnumerable<IOperation> Operations => _root.DescendantsAndSelf();

    /// <summary>The bodies of the member.</summary>
    public IReadOnlyList<ControlFlowGraph> Graphs
        => _graphs ??= Graph() is { } graph ? [.. FlowGraphs.WithNested(graph, _cancellation)] : [];

    /// <returns>Nothing where code cannot be, or not yet.</returns>
    public static MemberCode? Around(SyntaxNode place, SemanticModel model, CancellationToken cancellation)
    {
        for (var node = place; node is not null; node = node.Parent)
        {
            if (RootAt(node, model, cancellation) is { } root)
            {
                return new(root, cancellation);
            }
        }

        return null;
    }

    /// <summary>The members of a type, without those of the types in it; or the statements of a program.</summary>
    public static IEnumerable<MemberCode> Create(SyntaxNode scope, SemanticModel model, CancellationToken cancellation)
    {
        foreach (var node in scope.DescendantNodesAndSelf(node => node == scope || node is not TypeDeclarationSyntax))
        {
            if (RootAt(node, model, cancellation) is { } root)
            {
                yield return new(root, cancellation);
            }
        }
    }

    /// <summary>The lambda or local function around an operation, or else the whole member.</summary>
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

    /// <summary>The operations of one body, without those of the functions inside of it.</summary>
    public static IEnumerable<IOperation> In(IOperation body)
    {
        foreach (var child in body.ChildOperations)
        {
            yield return child;
            if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
            {
                foreach (var inner in In(child))
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>
    /// The steps that are taken in a body, each with the place where that happens. Code that is never reached takes none.
    /// </summary>
    public static IReadOnlyList<FlowStep> Steps(ControlFlowGraph graph, IReadOnlyDictionary<SyntaxNode, MemberChain> chains)
    {
        var steps = new Dictionary<SyntaxNode, FlowStep>();
        foreach (var (point, operation) in FlowGraphs.Operations(graph))
        {
            // The graph has operations of its own; both know the syntax they come from.
            if (operation is IInvocationOperation or IAssignmentOperation or IIncrementOrDecrementOperation
                && point.Block.IsReachable
                && chains.TryGetValue(operation.Syntax, out var chain))
            {
                steps[operation.Syntax] = new(point, chain, operation.Syntax);
            }
        }

        return [.. steps.Values];
    }

    /// <summary>The call that is written at a place.</summary>
    public IInvocationOperation? CallAt(SyntaxNode syntax)
        => (_calls ??= Operations.OfType<IInvocationOperation>().ToLookup(static call => call.Syntax))[syntax].FirstOrDefault();

    private static IOperation? RootAt(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
        => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax
            or CompilationUnitSyntax
            && model.GetOperation(node, cancellation) is { Parent: null } root
                ? root
                : null;

    private ControlFlowGraph? Graph()
        => _root switch
        {
            IMethodBodyOperation method => ControlFlowGraph.Create(method, _cancellation),
            IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, _cancellation),
            IBlockOperation block => ControlFlowGraph.Create(block, _cancellation),
            IFieldInitializerOperation field => ControlFlowGraph.Create(field, _cancellation),
            IPropertyInitializerOperation property => ControlFlowGraph.Create(property, _cancellation),
            IParameterInitializerOperation parameter => ControlFlowGraph.Create(parameter, _cancellation),
            _ => null,
        };
}
