using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Finds sessions that are only emptied where their user signs out.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SignOutAnalyzer() : SignAnalyzer("Clear")
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.ClearedAtSignOut];

    private protected override bool MayMatter(InvocationExpressionSyntax call)
        => call.ArgumentList.Arguments.Count == 0 && MemberSyntax.Calls(MemberSyntax.Around(call), "SignOutAsync");

    private protected override void Analyze(SyntaxNodeAnalysisContext context, IInvocationOperation clear, SessionTypes types)
    {
        if (types.IsSession(clear.TargetMethod.ContainingType)
            && MemberCode.Around(context.Node, context.SemanticModel, context.CancellationToken) is { } code
            && SignOutWith(clear, code, types)
            && types.LeavesSignIn.Value)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.ClearedAtSignOut, clear.Syntax.GetLocation(), "Clear()"));
        }
    }

    private protected override void AnalyzeByHand(
        SyntaxNodeAnalysisContext context, HandMadeSignIn byHand, Lazy<SessionEnds> ends, SessionTypes types)
    {
        if (NamedCode.At(context, SignInWords.SaySignOut, SignInWords.TypeSaysSignOut) is { } code
            && byHand.Removal(code) is { } removal
            && !ends.Value.Concern(code, types))
        {
            var name = removal is IInvocationOperation call ? call.TargetMethod.Name + "()" : removal.Syntax.ToString();
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.ClearedAtSignOut, removal.Syntax.GetLocation(), name));
        }
    }

    private static bool SignOutWith(IInvocationOperation clear, MemberCode code, SessionTypes types)
    {
        if (code.CallAt(clear.Syntax) is not { } here
            || code.Chains.Read(here.Instance) is not { } session
            || !types.IsOfRequest(session))
        {
            return false;
        }

        var body = MemberCode.GetBody(here);
        var near = MemberCode.In(body).OfType<IInvocationOperation>().ToArray();
        return Array.Exists(near, SignIn.IsSignOut)
            && !Array.Exists(near, call => SignIn.EndsSession(call, types))
            && SignIn.AreOnOnePath(code, [here], Array.FindAll(near, SignIn.IsSignOut));
    }
}
