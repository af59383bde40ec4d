using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Reports code that signs a user in and writes to a session without regenerating its id.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SignInAnalyzer() : AuthenticationAnalyzer(
    "SignInAsync", "PasswordSignInAsync", "TwoFactorSignInAsync", "ExternalLoginSignInAsync")
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LifetimeDescriptors.SameIdAfterSignIn];

    private protected override void Analyze(SyntaxNodeAnalysisContext context, IInvocationOperation signIn, SessionTypes types)
    {
        if (SignInCalls.IsSignIn(signIn)
            && MemberCode.FindEnclosing(context.Node, context.SemanticModel, context.CancellationToken) is { } code
            && FindWriteBeside(signIn, code, types) is { } write
            && types.IsSignInDisabled.Value)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                LifetimeDescriptors.SameIdAfterSignIn,
                signIn.Syntax.GetLocation(),
                [write.Syntax.GetLocation()],
                signIn.TargetMethod.Name));
        }
    }

    private protected override void AnalyzeCustom(
        SyntaxNodeAnalysisContext context, CustomSignIn byHand, Lazy<SessionEndIndex> ends, SessionTypes types)
    {
        if (NamedCode.Find(context, SignInNames.IsSignIn, SignInNames.IsSignInType) is { } code
            && byHand.FindUserAssignment(code) is { } note
            && !byHand.SetsOwner(code)
            && !ends.Value.Covers(code, types))
        {
            context.ReportDiagnostic(
                Diagnostic.Create(
                    LifetimeDescriptors.SameIdAfterSignIn, note.Syntax.GetLocation(), [note.Syntax.GetLocation()], code.Name));
        }
    }

    private static IOperation? FindWriteBeside(IInvocationOperation signIn, MemberCode code, SessionTypes types)
    {
        if (code.FindCall(signIn.Syntax) is not { } here
            || code.Operations.OfType<IInvocationOperation>().Any(call => SignInCalls.EndsSession(call, types))
            || MemberCode.GetOperations(MemberCode.GetBody(here)).Any(operation => SignInCalls.SetsOwner(operation, types)))
        {
            return null;
        }

        return MemberCode.GetOperations(MemberCode.GetBody(here)).FirstOrDefault(operation
            => SessionChange.From(operation, types) is { Kind: SessionChangeKind.Set } use
                && code.Chains.Read(use.Session) is { } session
                && types.IsRequestSession(session)
                && SignInCalls.AreOnSamePath(code, [here], [operation]));
    }
}
