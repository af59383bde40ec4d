using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Finds uses of the request's session in lambdas and local functions.</summary>
internal static class SessionCapture
{
    /// <summary>Returns the lambda in an argument; <see langword="null"/> for other values.</summary>
    public static IAnonymousFunctionOperation? GetLambda(IOperation? value)
        => value switch
        {
            IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda,
            IAnonymousFunctionOperation lambda => lambda,
            IConversionOperation conversion => GetLambda(conversion.Operand),
            _ => null,
        };

    /// <summary>Returns the bodies of the lambdas and local functions among the arguments.</summary>
    public static IEnumerable<IOperation> GetBodies(IEnumerable<IOperation> values, MemberCode code)
        => values.Select(value => GetLambda(value) ?? GetLocalFunction(value, code)).OfType<IOperation>();

    /// <summary>Returns the body of a local function of the member.</summary>
    public static IOperation? GetLocalFunction(IMethodSymbol function, MemberCode code)
        => function.MethodKind == MethodKind.LocalFunction
            ? code.Operations.OfType<ILocalFunctionOperation>().FirstOrDefault(
                local => SymbolEqualityComparer.Default.Equals(local.Symbol, function.OriginalDefinition))
            : null;

    /// <summary>Returns the end of the first <c>await</c> in a body: until then it runs synchronously.</summary>
    public static int GetEndOfFirstAwait(IOperation body)
        => MemberCode.GetOperations(body).OfType<IAwaitOperation>().Select(static awaited => awaited.Syntax.Span.End)
            .DefaultIfEmpty(int.MaxValue).Min();

    public static IEnumerable<IAnonymousFunctionOperation> GetLambdas(IEnumerable<IOperation> values)
        => values.Select(GetLambda).OfType<IAnonymousFunctionOperation>();

    /// <summary>Returns the operations in a lambda that refer to a session from outside it.</summary>
    public static IEnumerable<(IOperation Operation, MemberChain Session)> FindUses(IOperation lambda, MemberCode code, SessionTypes types)
    {
        foreach (var operation in lambda.Descendants())
        {
            if (operation is IParameterReferenceOperation or ILocalReferenceOperation or IMemberReferenceOperation
                && types.IsSessionOrModel(operation.Type)
                && code.Chains.Read(operation) is { } session
                && IsFromOutside(session, lambda, types))
            {
                yield return (operation, session);
            }
        }
    }

    /// <summary>Returns the operations in a lambda that change a session from outside it.</summary>
    public static IEnumerable<(IOperation Operation, MemberChain Session)> FindChanges(
        IOperation lambda, MemberCode code, SessionTypes types)
    {
        foreach (var operation in lambda.Descendants())
        {
            if (SessionChange.From(operation, types) is { } use
                && code.Chains.Read(use.Session) is { } session
                && IsFromOutside(session, lambda, types))
            {
                yield return (operation, session);
            }
        }
    }

    private static IOperation? GetLocalFunction(IOperation? value, MemberCode code)
        => value switch
        {
            IDelegateCreationOperation { Target: IMethodReferenceOperation reference } => GetLocalFunction(reference.Method, code),
            IConversionOperation conversion => GetLocalFunction(conversion.Operand, code),
            _ => null,
        };

    private static bool IsFromOutside(MemberChain session, IOperation lambda, SessionTypes types)
        => types.IsRequestSession(session)
            && (session.Root is not IParameterSymbol parameter
                || !parameter.DeclaringSyntaxReferences.Any(declaration
                    => declaration.SyntaxTree == lambda.Syntax.SyntaxTree && lambda.Syntax.Span.Contains(declaration.Span)));
}
