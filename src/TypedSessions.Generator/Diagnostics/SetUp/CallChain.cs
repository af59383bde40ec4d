using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Reads calls that are chained with dots, or stand one below the other.</summary>
internal static class CallChain
{
    /// <summary>What a method or an extension is called on.</summary>
    public static IOperation? Receiver(IInvocationOperation call)
        => Bare(call.Instance ?? (call.TargetMethod.IsExtensionMethod
            ? call.Arguments.FirstOrDefault(static it => it.Parameter?.Ordinal == 0)?.Value
            : null));

    /// <summary>The call before this one in its chain.</summary>
    public static IInvocationOperation? Previous(IInvocationOperation call) => Receiver(call) as IInvocationOperation;

    /// <summary>
    /// The variable that a chain begins with: <c>app</c> of <c>app.UseA().UseB()</c>, <c>builder</c> of <c>builder.Services.AddA()</c>.
    /// </summary>
    public static ISymbol? Root(IInvocationOperation call)
    {
        IOperation? operation = call;
        while (true)
        {
            switch (Bare(operation))
            {
                case IInvocationOperation invocation:
                    operation = Receiver(invocation);
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
    /// The calls on one variable in the list of statements around a call, in the order in which
    /// they run. Statements that branch are not looked into; empty where the call itself is in one.
    /// </summary>
    public static IReadOnlyList<IInvocationOperation> Around(IInvocationOperation call)
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

        return statement.Parent is IBlockOperation block && Root(call) is { } root
            ? [.. block.Operations.SelectMany(InOrder).Where(it => SymbolEqualityComparer.Default.Equals(Root(it), root))]
            : [];
    }

    /// <summary>The call's name as it is written.</summary>
    public static Location Name(IInvocationOperation call)
        => call.Syntax is not InvocationExpressionSyntax { Expression: var expression } ? call.Syntax.GetLocation() : expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.GetLocation(),
            MemberBindingExpressionSyntax binding => binding.Name.GetLocation(),
            _ => expression.GetLocation(),
        };

    /// <summary>An operation without conversions around it.</summary>
    public static IOperation? Bare(IOperation? operation)
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

    private static IEnumerable<IInvocationOperation> InOrder(IOperation statement)
    {
        var calls = new Stack<IInvocationOperation>();
        for (var call = Expression(statement) as IInvocationOperation; call is not null; call = Previous(call))
        {
            calls.Push(call);
        }

        return calls;
    }

    private static IOperation? Expression(IOperation? statement)
        => Bare(statement) switch
        {
            IExpressionStatementOperation { Operation: var inner } => Expression(inner),
            IReturnOperation { ReturnedValue: var inner } => Expression(inner),
            IAwaitOperation { Operation: var inner } => Expression(inner),
            ISimpleAssignmentOperation { Value: var inner } => Expression(inner),
            IVariableDeclarationGroupOperation { Declarations: { Length: 1 } declarations } => Expression(
                declarations[0].Declarators.FirstOrDefault()?.GetVariableInitializer()?.Value),
            var other => other,
        };
}
