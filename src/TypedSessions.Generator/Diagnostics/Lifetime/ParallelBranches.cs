using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>The lambdas, local functions and methods that a call of <c>Task.WhenAll</c> or <c>Parallel</c> runs concurrently.</summary>
internal sealed class ParallelBranches(IInvocationOperation call, MemberCode code, SessionTypes types)
{
    public static bool IsParallelCall(IMethodSymbol method)
        => method.ContainingType is { ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } } type
            && (type.Name == "Parallel" || (type.Name == "Task" && method.Name is "WhenAll" or "WhenAny"));

    /// <summary>Gets the first change of a session that a second branch uses too; <see langword="null"/> if there is none.</summary>
    public IOperation? SharedChange
    {
        get
        {
            var branches = GetBranches().ToArray();
            foreach (var branch in branches)
            {
                foreach (var (change, session) in FindConcurrentChanges(branch))
                {
                    if (branch.IsRepeated || branches.Any(other => other != branch && UsesSession(other, session)))
                    {
                        return change;
                    }
                }
            }

            return null;
        }
    }

    private IEnumerable<Branch> GetBranches()
        => call.TargetMethod.ContainingType.Name == "Parallel"
            ? GetValues(call.Arguments).SelectMany(
                value => GetBodies(value, isRepeated: call.TargetMethod.Name != "Invoke", isStartedInSequence: false))
            : GetValues(call.Arguments).SelectMany(GetStartedBranches);

    // A 'params' argument is an array, and a list of tasks may be a collection expression.
    private static IEnumerable<IOperation> GetValues(IEnumerable<IArgumentOperation> arguments)
        => arguments.SelectMany(static argument => GetElements(argument.Value));

    private static IEnumerable<IOperation> GetElements(IOperation value)
        => value switch
        {
            IConversionOperation conversion => GetElements(conversion.Operand),
            IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
            ICollectionExpressionOperation collection => collection.Elements,
            _ => [value],
        };

    // 'Task.Run(() => …)', 'items.Select(async item => …)', 'LocalAsync()', or a local that holds one of these.
    private IEnumerable<Branch> GetStartedBranches(IOperation task)
        => task switch
        {
            IConversionOperation conversion => GetStartedBranches(conversion.Operand),
            IInvocationOperation { TargetMethod: { Name: "Run", ContainingType.Name: "Task" } } run
                => GetValues(run.Arguments).SelectMany(value => GetBodies(value, isRepeated: false, isStartedInSequence: false)),
            IInvocationOperation { TargetMethod: { Name: "Select", ContainingNamespace.Name: "Linq" } } select
                => GetValues(select.Arguments).SelectMany(value => GetBodies(value, isRepeated: true, isStartedInSequence: true)),
            IInvocationOperation { TargetMethod: { Name: "ToArray" or "ToList", ContainingNamespace.Name: "Linq" } } list
                => GetValues(list.Arguments).SelectMany(GetStartedBranches),
            IInvocationOperation { TargetMethod.IsAsync: true } started
                when SessionCapture.GetLocalFunction(started.TargetMethod, code) is { } body
                => [new(started, body, code, IsRepeated: false, IsStartedInSequence: true)],
            IInvocationOperation { TargetMethod.IsAsync: true } started when GetMethodOfSameObject(started) is var (method, body)
                => [new(started, body, method, IsRepeated: false, IsStartedInSequence: true)],
            ILocalReferenceOperation reference when FindTask(reference.Local) is { } value => GetStartedBranches(value),
            _ => [],
        };

    // Other methods are analyzed if they belong to the same object.
    private static (MemberCode Code, IOperation Body)? GetMethodOfSameObject(IInvocationOperation started)
        => started is
        {
            Instance: IInstanceReferenceOperation,
            SemanticModel: { } model,
            TargetMethod: { IsVirtual: false, IsOverride: false } method,
        }
            && MethodBody.Find(method, model, CancellationToken.None) is { Body: IMethodBodyOperation body } found
                ? (found.Code, body)
                : null;

    // A local whose task may still run: nothing is awaited in between.
    private IOperation? FindTask(ILocalSymbol local)
        => code.Operations.OfType<IVariableDeclaratorOperation>().FirstOrDefault(
            declared => SymbolEqualityComparer.Default.Equals(declared.Symbol, local))
                is { } declarator && declarator.GetVariableInitializer() is { Value: { } value }
            && code.Chains.IsStable(new(local, []))
            && !MemberCode.GetOperations(MemberCode.GetBody(declarator)).Any(operation
                => operation is IAwaitOperation
                    && operation.Syntax.SpanStart > declarator.Syntax.SpanStart
                    && operation.Syntax.Span.End < call.Syntax.SpanStart)
                ? value
                : null;

    private IEnumerable<Branch> GetBodies(IOperation value, bool isRepeated, bool isStartedInSequence)
        => SessionCapture.GetBodies([value], code).Select(body => new Branch(value, body, code, isRepeated, isStartedInSequence));

    private IEnumerable<(IOperation Change, MemberChain Session)> FindConcurrentChanges(Branch branch)
    {
        if (branch.Body.Descendants().Any(IsGuard))
        {
            return [];
        }

        // Branches that are started in sequence run in sequence until their first 'await'.
        var isInTurn = branch.IsStartedInSequence && !StartsTask(branch.Body);
        var first = SessionCapture.GetEndOfFirstAwait(branch.Body);
        return SessionCapture.FindChanges(branch.Body, branch.Code, types).Where(
            change => !isInTurn || change.Operation.Syntax.Span.End >= first);
    }

    private static bool StartsTask(IOperation body)
        => body is IAnonymousFunctionOperation { Symbol.IsAsync: false }
            && body.Descendants().Any(static inner
                => inner is IInvocationOperation { TargetMethod: { Name: "Run", ContainingType.Name: "Task" } });

    private bool UsesSession(Branch branch, MemberChain session)
        => SessionCapture.FindUses(branch.Body, branch.Code, types).Any(use => use.Session.IsSameSession(session));

    private static bool IsGuard(IOperation operation)
        => operation is ILockOperation
            or IInvocationOperation { TargetMethod: { Name: "Wait" or "WaitAsync", ContainingType.Name: "SemaphoreSlim" } };

    /// <summary>Code that runs concurrently with other branches.</summary>
    /// <param name="Start">The operation that starts it.</param>
    /// <param name="Body">The body.</param>
    /// <param name="Code">The member that contains the body.</param>
    /// <param name="IsRepeated">Whether it also runs concurrently with itself.</param>
    /// <param name="IsStartedInSequence">Whether the caller runs it synchronously until its first <c>await</c>.</param>
    private sealed record Branch(IOperation Start, IOperation Body, MemberCode Code, bool IsRepeated, bool IsStartedInSequence);
}
