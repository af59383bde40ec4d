using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>A local that holds a session opened outside a request, and what a member does with it.</summary>
internal sealed class OpenedLocal
{
    private readonly ILocalSymbol _local;
    private readonly MemberCode _code;
    private readonly SessionTypes _types;
    private readonly Dictionary<SyntaxNode, MemberChain> _changes = [];
    private readonly Dictionary<SyntaxNode, MemberChain> _saves = [];

    public OpenedLocal(ILocalSymbol local, MemberCode code, SessionTypes types)
    {
        _local = local;
        _code = code;
        _types = types;
        var uses = code.Operations.ToArray();
        IsKeptHere = !Array.Exists(uses, HandsOver);
        if (IsKeptHere)
        {
            Array.ForEach(uses, Note);
        }
    }

    /// <summary>Whether nobody else gets hold of it, who might save it.</summary>
    public bool IsKeptHere { get; }

    public IReadOnlyDictionary<SyntaxNode, MemberChain> Changes => _changes;

    public IReadOnlyDictionary<SyntaxNode, MemberChain> Saves => _saves;

    private void Note(IOperation operation)
    {
        if (SessionUse.From(operation, _types) is { } use && GetChain(use.Session) is { } session)
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

    // The object, its session, its services or a model over it goes to other code, or into a function that runs whenever it may.
    private bool HandsOver(IOperation operation)
        => operation switch
        {
            ILocalReferenceOperation reference when SymbolEqualityComparer.Default.Equals(reference.Local, _local) => IsElsewhere(reference)
                || IsPassedOn(reference),
            IPropertyReferenceOperation or ILocalReferenceOperation or IInvocationOperation when IsOurs(operation.Type)
                => GetChain(operation) is not null && IsPassedOn(operation),
            _ => false,
        };

    private bool IsOurs(ITypeSymbol? type) => _types.IsSessionOrModel(type) || type is { Name: "IServiceProvider" };

    private bool IsElsewhere(IOperation reference)
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
            IVariableInitializerOperation => operation is ILocalReferenceOperation && _types.IsOpened(operation.Type),
            _ => false,
        };
    }

    // The library's own and ASP.NET Core's extensions, and those for services, keep nothing and save nothing.
    private static bool IsReceiver(IOperation value, IInvocationOperation call)
        => ReferenceEquals(SessionTypes.Receiver(call), value)
            && call.TargetMethod.ContainingNamespace.ToDisplayString()
                is "TypedSessions" or "Microsoft.AspNetCore.Http" or "Microsoft.Extensions.DependencyInjection";
}
