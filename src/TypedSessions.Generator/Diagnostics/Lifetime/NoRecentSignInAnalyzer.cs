using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Diagnostics.SetUp;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>
/// Reports endpoints in which the signed-in user changes the protection of the account without a recent sign-in.
/// <c>ChangePasswordAsync</c> is not reported, because it asks for the current password.
/// </summary>
public sealed class NoRecentSignInAnalyzer() : CallAnalyzer(
    "SetEmailAsync",
    "GenerateChangeEmailTokenAsync",
    "SetTwoFactorEnabledAsync",
    "ResetAuthenticatorKeyAsync",
    "GenerateNewTwoFactorRecoveryCodesAsync",
    "AddPasswordAsync",
    "RemovePasswordAsync")
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LifetimeDescriptors.NoRecentSignIn];

    private protected override void Analyze(NodeContext context, IInvocationOperation call, SessionTypes types)
    {
        if (AccountCalls.IsOnUserManager(call)
            && AccountCalls.FindsSignedInUser(MemberCode.GetBody(call))
            && context.GetMember() is { } member
            && new RecentSignIn(context.Compilation, context.CancellationToken).IsMissing(context.Node, member))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                LifetimeDescriptors.NoRecentSignIn, CallChain.GetNameLocation(call), call.TargetMethod.Name));
        }
    }
}
