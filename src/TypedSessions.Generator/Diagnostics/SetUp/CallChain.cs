using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Analyzes calls that are chained, or made on one variable in consecutive statements.</summary>
internal static class CallChain
{
    /// <summary>Returns the receiver of a method or an extension.</summary>
    public static IOperation? GetReceiver(IInvocationOperation call)
        => Unwrap(call.Instance ?? (call.TargetMethod.IsExtensionMethod
            ? call.Arguments.FirstOrDefault(static it => it.Parameter?.Ordinal == 0)?.Value
            : null));

    /// <summary>Returns the previous call of the chain.</summary>
    public static IInvocationOperation? GetPrevious(IInvocationOperation call) => GetReceiver(call) as IInvocationOperation;

    /// <summary>
    /// Returns the variable at the start of a chain: <c>app</c> in <c>app.UseA().UseB()</c>, <c>builder</c> in
    /// <c>builder.Services.AddA()</c>.
    /// </summary>
    public static ISymbol? FindRoot(IInvocationOperation call)
    {
        IOperation? operation = call;
        while (true)
        {
            switch (Unwrap(operation))
            {
                case IInvocationOperation invocation:
                    operation = GetReceiver(invocation);
                    break;
                case IPropertyReferenceOperation { Instance: { } instance } and not { Instance: IInstanceReferenceOperation }:
                    operation = instance;
                    break;
                case ILocalReferenceOperation local:
                    return local.Local;
                case IParameterReferenceOperation parameter:
                    return parameter.Parameter;
                case IMemberReferenceOperation member:
                    return member.Member;
                default:
                    return null;
            }
        }
    }

    /// <summary>
    /// Returns the calls on the same variable in the enclosing statement list, in execution order. Branching statements are skipped; empty
    /// if the call itself is in one.
    /// </summary>
    public static IReadOnlyList<IInvocationOperation> GetSiblings(IInvocationOperation call)
    {
        IOperation statement = call;
        while (statement.Parent is { } parent and not IBlockOperation)
        {
            if (parent is IConditionalOperation or IAnonymousFunctionOperation or ILoopOperation or ISwitchCaseOperation)
            {
                return [];
            }

            statement = parent;
        }

        return statement.Parent is IBlockOperation block && FindRoot(call) is { } root
            ? [.. GetCallsOn(root, block)]
            : [];
    }

    /// <summary>Returns the calls on a variable in a statement list, in execution order.</summary>
    public static IEnumerable<IInvocationOperation> GetCallsOn(ISymbol root, IBlockOperation block)
        => block.Operations.SelectMany(GetCallsInOrder).Where(it => SymbolEqualityComparer.Default.Equals(FindRoot(it), root));

    /// <summary>Returns the location of the call's name.</summary>
    public static Location GetNameLocation(IInvocationOperation call)
        => call.Syntax is not InvocationExpressionSyntax { Expression: var expression } ? call.Syntax.GetLocation() : expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.GetLocation(),
            MemberBindingExpressionSyntax binding => binding.Name.GetLocation(),
            _ => expression.GetLocation(),
        };

    /// <summary>Returns an operation without the conversions and parentheses around it.</summary>
    public static IOperation? Unwrap(IOperation? operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }

    private static IEnumerable<IInvocationOperation> GetCallsInOrder(IOperation statement)
    {
        var calls = new Stack<IInvocationOperation>();
        for (var call = GetExpression(statement) as IInvocationOperation; call is not null; call = GetPrevious(call))
        {
            calls.Push(call);
        }

        return calls;
    }

    private static IOperation? GetExpression(IOperation? statement)
        => Unwrap(statement) switch
        {
            IExpressionStatementOperation { Operation: var inner } => GetExpression(inner),
            IReturnOperation { ReturnedValue: var inner } => GetExpression(inner),
            IAwaitOperation { Operation: var inner } => GetExpression(inner),
            ISimpleAssignmentOperation { Value: var inner } => GetExpression(inner),
            IVariableDeclarationGroupOperation { Declarations: { Length: 1 } declarations } => GetExpression(
                declarations[0].Declarators.FirstOrDefault()?.GetVariableInitializer()?.Value),
            var other => other,
        };
}
