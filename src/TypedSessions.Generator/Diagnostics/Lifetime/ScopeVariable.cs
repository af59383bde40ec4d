using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>A local that holds a session opened outside a request, and the operations of a member on it.</summary>
internal sealed class ScopeVariable
{
    private readonly ILocalSymbol _local;
    private readonly MemberCode _code;
    private readonly SessionTypes _types;
    private readonly Dictionary<SyntaxNode, MemberChain> _changes = [];
    private readonly Dictionary<SyntaxNode, MemberChain> _saves = [];

    public ScopeVariable(ILocalSymbol local, MemberCode code, SessionTypes types)
    {
        _local = local;
        _code = code;
        _types = types;
        var uses = code.Operations.ToArray();
        IsLocalOnly = !Array.Exists(uses, Escapes);
        if (IsLocalOnly)
        {
            Array.ForEach(uses, AddOperation);
        }
    }

    /// <summary>Gets a value indicating whether no other code receives the session, which might save it.</summary>
    public bool IsLocalOnly { get; }

    public IReadOnlyDictionary<SyntaxNode, MemberChain> Changes => _changes;

    public IReadOnlyDictionary<SyntaxNode, MemberChain> Saves => _saves;

    private void AddOperation(IOperation operation)
    {
        if (SessionChange.From(operation, _types) is { } use && GetChain(use.Session) is { } session)
        {
            _changes[operation.Syntax] = session;
        }
        else if (operation is IInvocationOperation { TargetMethod.Name: "SaveAsync" or "CommitAsync" } call
            && GetChain(call.Instance) is { } opened)
        {
            _saves[operation.Syntax] = opened;
        }
    }

    private MemberChain? GetChain(IOperation? operation)
        => _code.Chains.Read(operation) is { } chain && SymbolEqualityComparer.Default.Equals(chain.Root, _local) ? chain : null;

    // The scope, its session, its services or a model is passed to other code or captured.
    private bool Escapes(IOperation operation)
        => operation switch
        {
            ILocalReferenceOperation reference when SymbolEqualityComparer.Default.Equals(reference.Local, _local) => IsCaptured(reference)
                || IsPassedOn(reference),
            IPropertyReferenceOperation or ILocalReferenceOperation or IInvocationOperation when IsSessionRelated(operation.Type)
                => GetChain(operation) is not null && IsPassedOn(operation),
            _ => false,
        };

    private bool IsSessionRelated(ITypeSymbol? type) => _types.IsSessionOrModel(type) || type is { Name: "IServiceProvider" };

    private bool IsCaptured(IOperation reference)
        => !_local.DeclaringSyntaxReferences.Any(declaration => MemberCode.GetBody(reference).Syntax.Span.Contains(declaration.Span));

    private bool IsPassedOn(IOperation operation)
    {
        var value = operation;
        while (value.Parent is IConversionOperation or IParenthesizedOperation or IConditionalOperation or ICoalesceOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } => !IsReceiver(value, call),
            IArgumentOperation or IReturnOperation or IArrayInitializerOperation or ITupleOperation or ICollectionExpressionOperation
                => true,
            ISimpleAssignmentOperation assignment => ReferenceEquals(assignment.Value, value),
            IVariableInitializerOperation => operation is ILocalReferenceOperation && _types.IsScope(operation.Type),
            _ => false,
        };
    }

    // Extensions of the library, of ASP.NET Core and of dependency injection neither store nor save the session.
    private static bool IsReceiver(IOperation value, IInvocationOperation call)
        => ReferenceEquals(SessionTypes.GetReceiver(call), value)
            && call.TargetMethod.ContainingNamespace.ToDisplayString()
                is "TypedSessions" or "Microsoft.AspNetCore.Http" or "Microsoft.Extensions.DependencyInjection";
}
