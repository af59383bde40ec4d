using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>
/// Reads member chains and resolves locals: <c>var session = context.Session</c>. A model counts as its session, so <c>shop</c>,
/// <c>shop.Session</c> and <c>shop.Session.As&lt;Cart&gt;()</c> are equal.
/// </summary>
internal sealed class MemberChainReader
{
    // Incomplete code may contain locals that refer to each other.
    private const int MaxDepth = 32;

    private readonly Dictionary<ISymbol, IOperation> _initializers = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _assigned = new(SymbolEqualityComparer.Default);

    /// <param name="code">All code that can assign the variables of the chains.</param>
    public MemberChainReader(ImmutableArray<IOperation> code)
    {
        foreach (var operation in code.SelectMany(static block => block.DescendantsAndSelf()))
        {
            AddOperation(operation);
        }
    }

    /// <returns>
    /// The chain; <see langword="null"/> if the object has another origin, or a part of the chain is assigned in the code.
    /// </returns>
    public MemberChain? Read(IOperation? operation) => Read(operation, MaxDepth);

    /// <summary>Returns whether a chain refers to the same object in all of the code.</summary>
    public bool IsStable(MemberChain chain)
        => (chain.Root is null || !_assigned.Contains(chain.Root)) && !chain.Members.Any(_assigned.Contains);

    private MemberChain? Read(IOperation? operation, int depth)
        => depth == 0 ? null : operation switch
        {
            IConversionOperation conversion => Read(conversion.Operand, depth - 1),
            IConditionalAccessOperation access => Read(access.WhenNotNull, depth - 1),
            IConditionalAccessInstanceOperation instance => Read(GetAccessed(instance), depth - 1),
            IInstanceReferenceOperation { Type: { } type } => new(type, []),
            IParameterReferenceOperation reference => ReadVariable(reference.Parameter),
            ILocalReferenceOperation reference => ReadLocal(reference.Local, depth),
            IPropertyReferenceOperation { Property.Name: "Session", Instance.Type: { } type } reference when SessionAttributes.IsModel(type)
                => Read(reference.Instance, depth - 1),
            IPropertyReferenceOperation { Arguments.IsEmpty: true } reference => ReadMember(reference, depth),
            IInvocationOperation { TargetMethod: { Name: "As", ContainingNamespace.Name: KnownNames.Namespace or "Http" } } view
                => ReadView(view, depth),
            IFieldReferenceOperation reference => ReadMember(reference, depth),
            _ => null,
        };

    // 'session.As<Cart>()' is the session; 'opened.As<Cart>()' is 'opened.Session'.
    private MemberChain? ReadView(IInvocationOperation view, int depth)
        => SessionTypes.GetReceiver(view) is not { } receiver || Read(receiver, depth - 1) is not { } owner ? null
            : receiver.Type?.GetMembers("Session").FirstOrDefault() is { } session ? owner with { Members = owner.Members.Add(session) }
            : owner;

    private MemberChain? ReadLocal(ILocalSymbol local, int depth)
        => ReadVariable(local) is { } itself
            ? _initializers.TryGetValue(local, out var value) ? Read(value, depth - 1) ?? itself : itself
            : null;

    private MemberChain? ReadVariable(ISymbol variable) => _assigned.Contains(variable) ? null : new(variable, []);

    private MemberChain? ReadMember(IMemberReferenceOperation reference, int depth)
    {
        var owner = reference.Member.IsStatic ? new(null, []) : Read(reference.Instance, depth - 1);
        return owner is null || _assigned.Contains(reference.Member) ? null : owner with { Members = owner.Members.Add(reference.Member) };
    }

    // The receiver of the '?.' that this operation belongs to.
    private static IOperation? GetAccessed(IConditionalAccessInstanceOperation instance)
    {
        IOperation part = instance;
        while (part.Parent is { } parent)
        {
            if (parent is IConditionalAccessOperation access && ReferenceEquals(access.WhenNotNull, part))
            {
                return access.Operation;
            }

            part = parent;
        }

        return null;
    }

    private void AddOperation(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation { Symbol.RefKind: RefKind.None } declarator
                when declarator.GetVariableInitializer() is { } initializer:
                _initializers[declarator.Symbol] = initializer.Value;
                break;
            case IAssignmentOperation assignment:
                AddAssigned(assignment.Target);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                AddAssigned(argument.Value);
                break;
        }
    }

    private void AddAssigned(IOperation target)
    {
        foreach (var part in target is ITupleOperation tuple ? tuple.Elements : [target])
        {
            var symbol = part switch
            {
                ILocalReferenceOperation { IsDeclaration: false } reference => reference.Local,
                IParameterReferenceOperation reference => reference.Parameter,
                IMemberReferenceOperation reference => reference.Member,
                _ => (ISymbol?)null,
            };
            if (symbol is not null)
            {
                _assigned.Add(symbol);
            }
        }
    }
}
