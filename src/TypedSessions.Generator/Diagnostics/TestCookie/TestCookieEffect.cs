using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.TestCookie;

/// <summary>The effect of a function of the same type on the test cookie of its caller's session.</summary>
/// <param name="Name">The name of the session member that it calls.</param>
/// <param name="Session">The session, relative to the function.</param>
/// <param name="IsCertain">Whether the function calls the member each time it returns.</param>
internal sealed record TestCookieEffect(string Name, MemberChain Session, bool IsCertain)
{
    /// <summary>Returns the session relative to the caller; <see langword="null"/> if the caller does not have it.</summary>
    public MemberChain? TranslateToCaller(IInvocationOperation call, MemberChainReader chains)
        => Translate(call, chains) is { } session && chains.IsStable(session) ? session : null;

    private MemberChain? Translate(IInvocationOperation call, MemberChainReader chains)
        => Session.Root switch
        {
            IParameterSymbol parameter
                when SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, call.TargetMethod.OriginalDefinition)
                => FromArgument(parameter, call, chains),
            ITypeSymbol or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } }
                => IsOnSameObject(call) ? Session : null,
            null => Session,
            _ => call.TargetMethod.MethodKind == MethodKind.LocalFunction ? Session : null,
        };

    private static bool IsOnSameObject(IInvocationOperation call)
        => call.TargetMethod.MethodKind == MethodKind.LocalFunction || call.Instance is IInstanceReferenceOperation;

    private MemberChain? FromArgument(IParameterSymbol parameter, IInvocationOperation call, MemberChainReader chains)
    {
        var argument = call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal);
        return chains.Read(argument?.Value) is { } owner ? owner with { Members = owner.Members.AddRange(Session.Members) } : null;
    }
}
