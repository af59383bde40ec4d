using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.TestCookie;

/// <summary>What a function of the same type does to the test cookie of its caller's session.</summary>
/// <param name="Name">The member of the session that it calls.</param>
/// <param name="Session">The session, in the function's own words.</param>
/// <param name="IsCertain">Whether it does so whenever it returns.</param>
internal sealed record TestCookieEffect(string Name, MemberChain Session, bool IsCertain)
{
    /// <summary>The session in the words of the caller; nothing when it is none that the caller has.</summary>
    public MemberChain? ForCaller(IInvocationOperation call, MemberChainReader chains)
        => Translate(call, chains) is { } session && chains.IsStable(session) ? session : null;

    private MemberChain? Translate(IInvocationOperation call, MemberChainReader chains)
        => Session.Root switch
        {
            IParameterSymbol parameter
                when SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, call.TargetMethod.OriginalDefinition)
                => OfArgument(parameter, call, chains),
            ITypeSymbol or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } }
                => IsOnSameObject(call) ? Session : null,
            null => Session,
            _ => call.TargetMethod.MethodKind == MethodKind.LocalFunction ? Session : null,
        };

    private static bool IsOnSameObject(IInvocationOperation call)
        => call.TargetMethod.MethodKind == MethodKind.LocalFunction || call.Instance is IInstanceReferenceOperation;

    private MemberChain? OfArgument(IParameterSymbol parameter, IInvocationOperation call, MemberChainReader chains)
    {
        var argument = call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal);
        return chains.Read(argument?.Value) is { } owner ? owner with { Members = owner.Members.AddRange(Session.Members) } : null;
    }
}
