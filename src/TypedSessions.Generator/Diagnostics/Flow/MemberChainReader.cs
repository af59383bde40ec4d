using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>
/// Reads member chains, seeing through locals that are another name for one: <c>var session = context.Session</c>. A model counts
/// as the session that it is a view of, so <c>shop</c>, <c>shop.Session</c> and <c>shop.Session.As&lt;Cart&gt;()</c> are one.
/// </summary>
internal sealed class MemberChainReader
{
    // Locals that stand for each other cannot be typed without an error, but half-typed code has them.
    private const int MaxDepth = 32;

    private readonly Dictionary<ISymbol, IOperation> _initializers = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _assigned = new(SymbolEqualityComparer.Default);

    /// <param name="code">All code in which the chains' variables can change.</param>
    public MemberChainReader(ImmutableArray<IOperation> code)
    {
        foreach (var operation in code.SelectMany(static block => block.DescendantsAndSelf()))
        {
            Note(operation);
        }
    }

    /// <returns>Nothing when the object comes from anywhere else, or when a part of the chain is assigned somewhere in the code.</returns>
    public MemberChain? Read(IOperation? operation) => Read(operation, MaxDepth);

    /// <summary>Whether a chain, wherever it was read, means the same object in all of the code.</summary>
    public bool IsStable(MemberChain chain)
        => (chain.Root is null || !_assigned.Contains(chain.Root)) && !chain.Members.Any(_assigned.Contains);

    private MemberChain? Read(IOperation? operation, int depth)
        => depth == 0 ? null : operation switch
        {
            IConversionOperation conversion => Read(conversion.Operand, depth - 1),
            IConditionalAccessOperation access => Read(access.WhenNotNull, depth - 1),
            IConditionalAccessInstanceOperation instance => Read(Accessed(instance), depth - 1),
            IInstanceReferenceOperation { Type: { } type } => new(type, []),
            IParameterReferenceOperation reference => Variable(reference.Parameter),
            ILocalReferenceOperation reference => Local(reference.Local, depth),
            IPropertyReferenceOperation { Property.Name: "Session", Instance.Type: { } type } reference when SessionAttributes.IsModel(type)
                => Read(reference.Instance, depth - 1),
            IPropertyReferenceOperation { Arguments.IsEmpty: true } reference => Member(reference, depth),
            IInvocationOperation { TargetMethod: { Name: "As", ContainingNamespace.Name: KnownNames.Namespace or "Http" } } view
                => View(view, depth),
            IFieldReferenceOperation reference => Member(reference, depth),
            _ => null,
        };

    // 'session.As<Cart>()' is the session; 'opened.As<Cart>()' is 'opened.Session'.
    private MemberChain? View(IInvocationOperation view, int depth)
        => SessionTypes.Receiver(view) is not { } receiver || Read(receiver, depth - 1) is not { } owner ? null
            : receiver.Type?.GetMembers("Session").FirstOrDefault() is { } session ? owner with { Members = owner.Members.Add(session) }
            : owner;

    private MemberChain? Local(ILocalSymbol local, int depth)
        => Variable(local) is { } itself
            ? _initializers.TryGetValue(local, out var value) ? Read(value, depth - 1) ?? itself : itself
            : null;

    private MemberChain? Variable(ISymbol variable) => _assigned.Contains(variable) ? null : new(variable, []);

    private MemberChain? Member(IMemberReferenceOperation reference, int depth)
    {
        var owner = reference.Member.IsStatic ? new(null, []) : Read(reference.Instance, depth - 1);
        return owner is null || _assigned.Contains(reference.Member) ? null : owner with { Members = owner.Members.Add(reference.Member) };
    }

    // The part left of the '?.' whose right part this is.
    private static IOperation? Accessed(IConditionalAccessInstanceOperation instance)
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

    private void Note(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation { Symbol.RefKind: RefKind.None } declarator
                when declarator.GetVariableInitializer() is { } initializer:
                _initializers[declarator.Symbol] = initializer.Value;
                break;
            case IAssignmentOperation assignment:
                NoteTarget(assignment.Target);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                NoteTarget(argument.Value);
                break;
        }
    }

    private void NoteTarget(IOperation target)
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
