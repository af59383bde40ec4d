using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>
/// The lambdas, local functions and methods that a call of <c>Task.WhenAll</c> or <c>Parallel</c> has run at the same time.
/// </summary>
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
                    if (branch.IsRunOften || branches.Any(other => other != branch && UsesSession(other, session)))
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
            ? Values(call.Arguments).SelectMany(
                value => Bodies(value, isRunOften: call.TargetMethod.Name != "Invoke", isStartedInTurn: false))
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

    // 'Task.Run(() => …)', 'items.Select(async item => …)', 'LocalAsync()', or a local that is one of these.
    private IEnumerable<Branch> Started(IOperation task)
        => task switch
        {
            IConversionOperation conversion => Started(conversion.Operand),
            IInvocationOperation { TargetMethod: { Name: "Run", ContainingType.Name: "Task" } } run
                => Values(run.Arguments).SelectMany(value => Bodies(value, isRunOften: false, isStartedInTurn: false)),
            IInvocationOperation { TargetMethod: { Name: "Select", ContainingNamespace.Name: "Linq" } } select
                => Values(select.Arguments).SelectMany(value => Bodies(value, isRunOften: true, isStartedInTurn: true)),
            IInvocationOperation { TargetMethod: { Name: "ToArray" or "ToList", ContainingNamespace.Name: "Linq" } } list
                => Values(list.Arguments).SelectMany(Started),
            IInvocationOperation { TargetMethod.IsAsync: true } started
                when CapturedSession.LocalFunction(started.TargetMethod, code) is { } body
                => [new(started, body, code, IsRunOften: false, IsStartedInTurn: true)],
            IInvocationOperation { TargetMethod.IsAsync: true } started when MethodOfSameObject(started) is var (method, body)
                => [new(started, body, method, IsRunOften: false, IsStartedInTurn: true)],
            ILocalReferenceOperation reference when TaskIn(reference.Local) is { } value => Started(value),
            _ => [],
        };

    // What another method does, is seen where it has the same 'this' and is written in the same file.
    private static (MemberCode Code, IOperation Body)? MethodOfSameObject(IInvocationOperation started)
        => started is
        {
            Instance: IInstanceReferenceOperation,
            SemanticModel: { } model,
            TargetMethod: { IsVirtual: false, IsOverride: false } method,
        }
            && method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } syntax
            && syntax.SyntaxTree == started.Syntax.SyntaxTree
            && MemberCode.Around(syntax, model, CancellationToken.None) is { } code
            && code.Operations.FirstOrDefault() is IMethodBodyOperation body
                ? (code, body)
                : null;

    // A local whose task still runs when the others are waited for: nothing is awaited between.
    private IOperation? TaskIn(ILocalSymbol local)
        => code.Operations.OfType<IVariableDeclaratorOperation>().FirstOrDefault(
            declared => SymbolEqualityComparer.Default.Equals(declared.Symbol, local))
                is { } declarator && declarator.GetVariableInitializer() is { Value: { } value }
            && code.Chains.IsStable(new(local, []))
            && !MemberCode.In(MemberCode.GetBody(declarator)).Any(operation
                => operation is IAwaitOperation
                    && operation.Syntax.SpanStart > declarator.Syntax.SpanStart
                    && operation.Syntax.Span.End < call.Syntax.SpanStart)
                ? value
                : null;

    private IEnumerable<Branch> Bodies(IOperation value, bool isRunOften, bool isStartedInTurn)
        => CapturedSession.Bodies([value], code).Select(body => new Branch(value, body, code, isRunOften, isStartedInTurn));

    private IEnumerable<(IOperation Change, MemberChain Session)> ChangesAtTheSameTime(Branch branch)
    {
        if (branch.Body.Descendants().Any(IsGuard))
        {
            return [];
        }

        // What is started in turn runs in turn with the others until its first 'await'.
        var isInTurn = branch.IsStartedInTurn && !StartsTask(branch.Body);
        var first = CapturedSession.EndOfFirstAwait(branch.Body);
        return CapturedSession.Changes(branch.Body, branch.Code, types).Where(
            change => !isInTurn || change.Operation.Syntax.Span.End >= first);
    }

    private static bool StartsTask(IOperation body)
        => body is IAnonymousFunctionOperation { Symbol.IsAsync: false }
            && body.Descendants().Any(static inner
                => inner is IInvocationOperation { TargetMethod: { Name: "Run", ContainingType.Name: "Task" } });

    private bool UsesSession(Branch branch, MemberChain session)
        => CapturedSession.Uses(branch.Body, branch.Code, types).Any(use => use.Session.IsSameSession(session));

    private static bool IsGuard(IOperation operation)
        => operation is ILockOperation
            or IInvocationOperation { TargetMethod: { Name: "Wait" or "WaitAsync", ContainingType.Name: "SemaphoreSlim" } };

    /// <summary>What runs beside others.</summary>
    /// <param name="Start">How it is started.</param>
    /// <param name="Body">What runs.</param>
    /// <param name="Code">The member that the body is in.</param>
    /// <param name="IsRunOften">Whether it runs beside itself, too.</param>
    /// <param name="IsStartedInTurn">Whether the one who starts it runs it until its first <c>await</c>.</param>
    private sealed record Branch(IOperation Start, IOperation Body, MemberCode Code, bool IsRunOften, bool IsStartedInTurn);
}
