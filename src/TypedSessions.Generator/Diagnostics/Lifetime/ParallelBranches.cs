using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>The lambdas and local functions that a call of <c>Task.WhenAll</c> or <c>Parallel</c> has run at the same time.</summary>
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
                    if (branch.IsRunOften || branches.Any(other => other != branch && UsesSession(other.Body, session)))
                    {
                        return change;
                    }
                }
            }

            return null;
        }
    }

    private IEnumerable<Branch> Branches()
        => call.TargetMethod.ContainingType.Name == "Parallel"
            ? Values(call.Arguments).SelectMany(value => Bodies(value, isRunOften: call.TargetMethod.Name != "Invoke", isStartedInTurn: false))
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

    // 'Task.Run(() => …)', 'items.Select(async item => …)', or 'LocalAsync()'.
    private IEnumerable<Branch> Started(IOperation task)
        => task switch
        {
            IConversionOperation conversion => Started(conversion.Operand),
            IInvocationOperation { TargetMethod: { Name: "Run", ContainingType.Name: "Task" } } run
                => Values(run.Arguments).SelectMany(value => Bodies(value, isRunOften: false, isStartedInTurn: false)),
            IInvocationOperation { TargetMethod: { Name: "Select", ContainingNamespace.Name: "Linq" } } select
                => Values(select.Arguments).SelectMany(value => Bodies(value, isRunOften: true, isStartedInTurn: true)),
            IInvocationOperation { TargetMethod: { Name: "ToArray" or "ToList", ContainingNamespace.Name: "Linq" } } list => Values(list.Arguments).SelectMany(Started),
            IInvocationOperation { TargetMethod.IsAsync: true } started when CapturedSession.LocalFunction(started.TargetMethod, code) is { } body
                => [new(started, body, IsRunOften: false, IsStartedInTurn: true)],
            _ => [],
        };

    private IEnumerable<Branch> Bodies(IOperation value, bool isRunOften, bool isStartedInTurn)
        => CapturedSession.Bodies([value], code).Select(body => new Branch(value, body, isRunOften, isStartedInTurn));

    private IEnumerable<(IOperation Change, MemberChain Session)> ChangesAtTheSameTime(Branch branch)
    {
        if (branch.Body.Descendants().Any(IsGuard))
        {
            return [];
        }

        // What is started in turn runs in turn with the others until its first 'await'.
        var isInTurn = branch.IsStartedInTurn && !StartsTask(branch.Body);
        var first = CapturedSession.EndOfFirstAwait(branch.Body);
        return CapturedSession.Changes(branch.Body, code, types).Where(change => !isInTurn || change.Operation.Syntax.SpanStart > first);
    }

    private static bool StartsTask(IOperation body)
        => body is IAnonymousFunctionOperation { Symbol.IsAsync: false }
            && body.Descendants().Any(static inner => inner is IInvocationOperation { TargetMethod: { Name: "Run", ContainingType.Name: "Task" } });

    private bool UsesSession(IOperation body, MemberChain session)
        => CapturedSession.Uses(body, code, types).Any(use => use.Session.IsSameSession(session));

    private static bool IsGuard(IOperation operation)
        => operation is ILockOperation or IInvocationOperation { TargetMethod: { Name: "Wait" or "WaitAsync", ContainingType.Name: "SemaphoreSlim" } };

    /// <summary>What runs beside others.</summary>
    /// <param name="Start">How it is started.</param>
    /// <param name="Body">What runs.</param>
    /// <param name="IsRunOften">Whether it runs beside itself, too.</param>
    /// <param name="IsStartedInTurn">Whether the one who starts it runs it until its first <c>await</c>.</param>
    private sealed record Branch(IOperation Start, IOperation Body, bool IsRunOften, bool IsStartedInTurn);
}
