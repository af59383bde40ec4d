using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>The lambdas that a call of <c>Task.WhenAll</c> or <c>Parallel</c> has run at the same time.</summary>
internal sealed class ParallelBranches(IInvocationOperation call, MemberCode code, SessionTypes types)
{
    public static bool Start(IMethodSymbol method)
        => method.ContainingType is { ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } } type
            && (type.Name == "Parallel" || (type.Name == "Task" && method.Name is "WhenAll" or "WhenAny"));

    /// <summary>The first change of a session that a second branch uses as well.</summary>
    public IOperation? SharedChange
    {
        get
        {
            var branches = Branches().ToArray();
            foreach (var branch in branches)
            {
                foreach (var (change, session) in ChangesAtTheSameTime(branch))
                {
                    if (branch.IsRunOften || branches.Any(other => other.Lambda != branch.Lambda && UsesSession(other.Lambda, session)))
                    {
                        return change;
                    }
                }
            }

            return null;
        }
    }

    private IEnumerable<(IAnonymousFunctionOperation Lambda, bool IsRunOften)> Branches()
        => call.TargetMethod.ContainingType.Name == "Parallel"
            ? CapturedSession.Lambdas(Values(call.Arguments)).Select(lambda => (lambda, call.TargetMethod.Name != "Invoke"))
            : Values(call.Arguments).SelectMany(Started);

    // 'params' is an array, and a list of tasks may be written as one.
    private static IEnumerable<IOperation> Values(IEnumerable<IArgumentOperation> arguments)
        => arguments.SelectMany(static argument => Elements(argument.Value));

    private static IEnumerable<IOperation> Elements(IOperation value)
        => value switch
        {
            IConversionOperation conversion => Elements(conversion.Operand),
            IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
            ICollectionExpressionOperation collection => collection.Elements,
            _ => [value],
        };

    // 'Task.Run(() => …)', or 'items.Select(async item => …)'.
    private static IEnumerable<(IAnonymousFunctionOperation Lambda, bool IsRunOften)> Started(IOperation task)
        => task switch
        {
            IConversionOperation conversion => Started(conversion.Operand),
            IInvocationOperation { TargetMethod: { Name: "Run", ContainingType.Name: "Task" } } run => CapturedSession.Lambdas(Values(run.Arguments)).Select(static lambda => (lambda, false)),
            IInvocationOperation { TargetMethod: { Name: "Select", ContainingNamespace.Name: "Linq" } } select
                => CapturedSession.Lambdas(Values(select.Arguments)).Select(static lambda => (lambda, true)),
            IInvocationOperation { TargetMethod: { Name: "ToArray" or "ToList", ContainingNamespace.Name: "Linq" } } list => Values(list.Arguments).SelectMany(Started),
            _ => [],
        };

    private IEnumerable<(IOperation Change, MemberChain Session)> ChangesAtTheSameTime((IAnonymousFunctionOperation Lambda, bool IsRunOften) branch)
    {
        if (branch.Lambda.Descendants().Any(IsGuard))
        {
            return [];
        }

        // Until its first 'await' an asynchronous lambda of 'Select' runs in turn with the others.
        var isInTurn = call.TargetMethod.ContainingType.Name == "Task" && branch.IsRunOften;
        var first = branch.Lambda.Descendants().OfType<IAwaitOperation>().Select(static awaited => awaited.Syntax.Span.End).DefaultIfEmpty(int.MaxValue).Min();
        return CapturedSession.Changes(branch.Lambda, code, types).Where(change => !isInTurn || change.Operation.Syntax.SpanStart > first || StartsTask(branch.Lambda));
    }

    private static bool StartsTask(IAnonymousFunctionOperation lambda)
        => !lambda.Symbol.IsAsync && lambda.Descendants().Any(static inner => inner is IInvocationOperation { TargetMethod: { Name: "Run", ContainingType.Name: "Task" } });

    private bool UsesSession(IOperation lambda, MemberChain session)
        => CapturedSession.Uses(lambda, code, types).Any(use => use.Session.IsSameSession(session));

    private static bool IsGuard(IOperation operation)
        => operation is ILockOperation or IInvocationOperation { TargetMethod: { Name: "Wait" or "WaitAsync", ContainingType.Name: "SemaphoreSlim" } };
}
