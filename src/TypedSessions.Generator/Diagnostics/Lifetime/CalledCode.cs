using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>An operation that a body executes, itself or in code that it calls.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Anchor">The operation of the body: the same one, or the call that leads to it.</param>
/// <param name="Owner">The code that contains the operation.</param>
internal readonly record struct ReachedOperation(IOperation Operation, IOperation Anchor, CalledCode Owner);

/// <summary>A body, and the methods of the project that it calls.</summary>
/// <param name="Code">The member that contains the body.</param>
/// <param name="Body">The body.</param>
/// <param name="Call">The call that leads to it; <see langword="null"/> for the first body.</param>
/// <param name="Caller">The code of the call.</param>
internal sealed record CalledCode(MemberCode Code, IOperation Body, IInvocationOperation? Call = null, CalledCode? Caller = null)
{
    private const int MaxDepth = 3;

    private int Depth => Caller is null ? 0 : Caller.Depth + 1;

    /// <summary>
    /// Returns the operations of the body, of the lambdas that it passes to <c>Task.Run</c>, and of the methods that it calls.
    /// </summary>
    /// <param name="isExcluded">Returns whether a called method is left out.</param>
    public IEnumerable<ReachedOperation> GetOperations(Func<IMethodSymbol, bool> isExcluded)
    {
        foreach (var operation in MemberCode.GetOperations(Body))
        {
            yield return new(operation, operation, this);
            foreach (var called in operation is IInvocationOperation call ? GetCalled(call, isExcluded) : [])
            {
                foreach (var inner in called.GetOperations(isExcluded))
                {
                    yield return inner with { Anchor = operation };
                }
            }
        }
    }

    /// <summary>Returns whether an expression is the session of the current request, also through parameters of called methods.</summary>
    public bool IsRequestSession(IOperation? session, SessionTypes types)
    {
        if (Code.Chains.Read(session) is not { } chain || !types.IsRequestSession(chain))
        {
            return false;
        }

        return Caller is null
            || chain.Root is not IParameterSymbol parameter
            || !types.IsSessionOrModel(parameter.Type)
            || Call!.Arguments.FirstOrDefault(argument => IsArgument(argument, parameter)) is not { } argument
            || Caller.IsRequestSession(argument.Value, types);
    }

    private static bool IsArgument(IArgumentOperation argument, IParameterSymbol parameter)
        => argument.Parameter is { } passed
            && (SymbolEqualityComparer.Default.Equals(passed.OriginalDefinition, parameter)
                || (passed.ContainingSymbol.IsAbstract && passed.Ordinal == parameter.Ordinal));

    private IEnumerable<CalledCode> GetCalled(IInvocationOperation call, Func<IMethodSymbol, bool> isExcluded)
    {
        if (Depth == MaxDepth)
        {
            return [];
        }

        return call.TargetMethod is { Name: "Run" or "StartNew", ContainingType: { Name: "Task" or "TaskFactory" } }
            ? call.Arguments.SelectMany(argument => GetPassed(argument.Value, call, isExcluded))
            : Follow(call.TargetMethod, call, isExcluded);
    }

    private IEnumerable<CalledCode> GetPassed(IOperation value, IInvocationOperation call, Func<IMethodSymbol, bool> isExcluded)
        => SessionCapture.GetLambda(value) is { } lambda ? [new(Code, lambda, call, this)]
            : value is IDelegateCreationOperation { Target: IMethodReferenceOperation reference }
                ? Follow(reference.Method, call, isExcluded)
                : [];

    private IEnumerable<CalledCode> Follow(IMethodSymbol method, IInvocationOperation call, Func<IMethodSymbol, bool> isExcluded)
        => !method.DeclaringSyntaxReferences.IsEmpty
            && !isExcluded(method)
            && !IsRecursive(method)
            && FindImplementation(method, call) is { } implementation
            && Code.FindMethod(implementation) is { } found
                ? [new(found.Code, found.Body, call, this)]
                : [];

    // Of several implementations, the one that runs is unknown.
    private static IMethodSymbol? FindImplementation(IMethodSymbol method, IInvocationOperation call)
    {
        if (!method.IsAbstract || call.SemanticModel is not { } model)
        {
            return method;
        }

        var implementations = Implementations.Find(method.OriginalDefinition, model.Compilation).Take(2).ToArray();
        return implementations.Length == 1 ? implementations[0] : null;
    }

    private bool IsRecursive(IMethodSymbol method)
        => Call is not null
            && (SymbolEqualityComparer.Default.Equals(Call.TargetMethod.OriginalDefinition, method.OriginalDefinition)
                || Caller!.IsRecursive(method));
}
