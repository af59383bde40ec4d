using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>What a lambda or a local function does with the session of the request around it.</summary>
internal static class CapturedSession
{
    /// <summary>The lambda that is given to a call; nothing when it is given something else.</summary>
    public static IAnonymousFunctionOperation? Lambda(IOperation? value)
        => value switch
        {
            IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda,
            IAnonymousFunctionOperation lambda => lambda,
            IConversionOperation conversion => Lambda(conversion.Operand),
            _ => null,
        };

    /// <summary>The lambdas and local functions that are given to a call.</summary>
    public static IEnumerable<IOperation> Bodies(IEnumerable<IOperation> values, MemberCode code)
        => values.Select(value => Lambda(value) ?? LocalFunction(value, code)).OfType<IOperation>();

    /// <summary>The body of a local function of the member.</summary>
    public static IOperation? LocalFunction(IMethodSymbol function, MemberCode code)
        => function.MethodKind == MethodKind.LocalFunction
            ? code.Operations.OfType<ILocalFunctionOperation>().FirstOrDefault(
                local => SymbolEqualityComparer.Default.Equals(local.Symbol, function.OriginalDefinition))
            : null;

    /// <summary>Where the first <c>await</c> of a body ends: until then it runs before its caller goes on.</summary>
    public static int EndOfFirstAwait(IOperation body)
        => body.Descendants().OfType<IAwaitOperation>().Select(static awaited => awaited.Syntax.Span.End)
            .DefaultIfEmpty(int.MaxValue).Min();

    public static IEnumerable<IAnonymousFunctionOperation> Lambdas(IEnumerable<IOperation> values)
        => values.Select(Lambda).OfType<IAnonymousFunctionOperation>();

    /// <summary>The places in a lambda that speak of a session that was there before the lambda ran.</summary>
    public static IEnumerable<(IOperation Operation, MemberChain Session)> Uses(IOperation lambda, MemberCode code, SessionTypes types)
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

    /// <summary>The changes that a lambda makes in a session that was there before it ran.</summary>
    public static IEnumerable<(IOperation Operation, MemberChain Session)> Changes(IOperation lambda, MemberCode code, SessionTypes types)
    {
        foreach (var operation in lambda.Descendants())
        {
            if (SessionUse.From(operation, types) is { } use
                && code.Chains.Read(use.Session) is { } session
                && IsFromOutside(session, lambda, types))
            {
                yield return (operation, session);
            }
        }
    }

    private static IOperation? LocalFunction(IOperation? value, MemberCode code)
        => value switch
        {
            IDelegateCreationOperation { Target: IMethodReferenceOperation reference } => LocalFunction(reference.Method, code),
            IConversionOperation conversion => LocalFunction(conversion.Operand, code),
            _ => null,
        };

    private static bool IsFromOutside(MemberChain session, IOperation lambda, SessionTypes types)
        => types.IsOfRequest(session)
            && (session.Root is not IParameterSymbol parameter
                || !parameter.DeclaringSyntaxReferences.Any(declaration
                    => declaration.SyntaxTree == lambda.Syntax.SyntaxTree && lambda.Syntax.Span.Contains(declaration.Span)));
}
