using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>
/// Finds code that signs somebody in, by ASP.NET Core or by hand, and writes to the session, which keeps the id that it had before.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SignInAnalyzer() : SignAnalyzer(
    "SignInAsync", "PasswordSignInAsync", "TwoFactorSignInAsync", "ExternalLoginSignInAsync")
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.SameIdAfterSignIn];

    private protected override void Analyze(SyntaxNodeAnalysisContext context, IInvocationOperation signIn, SessionTypes types)
    {
        if (SignIn.IsSignIn(signIn)
            && MemberCode.Around(context.Node, context.SemanticModel, context.CancellationToken) is { } code
            && WriteBeside(signIn, code, types) is { } write
            && types.LeavesSignIn.Value)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.SameIdAfterSignIn,
                signIn.Syntax.GetLocation(),
                [write.Syntax.GetLocation()],
                signIn.TargetMethod.Name));
        }
    }

    private protected override void AnalyzeByHand(
        SyntaxNodeAnalysisContext context, HandMadeSignIn byHand, Lazy<SessionEnds> ends, SessionTypes types)
    {
        if (NamedCode.At(context, SignInWords.SaySignIn, SignInWords.TypeSaysSignIn) is { } code
            && byHand.Note(code) is { } note
            && !byHand.SetsOwner(code)
            && !ends.Value.Concern(code, types))
        {
            context.ReportDiagnostic(
                Diagnostic.Create(Descriptors.SameIdAfterSignIn, note.Syntax.GetLocation(), [note.Syntax.GetLocation()], code.Name));
        }
    }

    private static IOperation? WriteBeside(IInvocationOperation signIn, MemberCode code, SessionTypes types)
    {
        if (code.CallAt(signIn.Syntax) is not { } here
            || code.Operations.OfType<IInvocationOperation>().Any(call => SignIn.EndsSession(call, types))
            || MemberCode.In(MemberCode.GetBody(here)).Any(operation => SignIn.SetsOwner(operation, types)))
        {
            return null;
        }

        return MemberCode.In(MemberCode.GetBody(here)).FirstOrDefault(operation
            => SessionUse.From(operation, types) is { Verb: SessionVerb.Set } use
                && code.Chains.Read(use.Session) is { } session
                && types.IsOfRequest(session)
                && SignIn.AreOnOnePath(code, [here], [operation]));
    }
}
