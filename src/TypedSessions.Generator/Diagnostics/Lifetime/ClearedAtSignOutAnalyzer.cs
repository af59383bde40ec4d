using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Diagnostics.Secrets;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Reports sessions that are cleared but not ended at sign-out.</summary>
public sealed class ClearedAtSignOutAnalyzer() : AuthenticationAnalyzer("Clear")
{
    private const string NamesEntry = ConfiguredWords.Prefix + DiagnosticIds.ClearedAtSignOut + ".sign_out_names";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LifetimeDescriptors.ClearedAtSignOut];

    private protected override bool IsCandidate(InvocationExpressionSyntax call)
        => call.ArgumentList.Arguments.Count == 0 && MemberSyntax.ContainsCall(MemberSyntax.GetEnclosing(call), "SignOutAsync");

    private protected override void Analyze(NodeContext context, IInvocationOperation clear, SessionTypes types)
    {
        if (types.IsSession(clear.TargetMethod.ContainingType)
            && MemberCode.FindEnclosing(context.Node, context.SemanticModel, context.CancellationToken) is { } code
            && IsOnSignOutPath(clear, code, types)
            && types.IsSignInDisabled.Value
            && !types.UsesStockSession.Value)
        {
            context.ReportDiagnostic(Diagnostic.Create(LifetimeDescriptors.ClearedAtSignOut, clear.Syntax.GetLocation(), "Clear()"));
        }
    }

    private protected override void AnalyzeCustom(
        NodeContext context, CustomSignIn custom, Lazy<SessionEndIndex> ends, SessionTypes types)
    {
        var words = ConfiguredWords.GetNames(context.Options, context.Node.SyntaxTree, NamesEntry);
        bool IsName(string name) => SignInNames.IsSignOut(name, words);
        if (NamedCode.Find(context, IsName, name => SignInNames.IsSignOutType(name, words)) is not { } code
            || custom.FindRemovals(code, IsName).OrderByDescending(found => custom.IsClear(found.Operation)).ToArray()
                is not { Length: > 0 } removals)
        {
            return;
        }

        foreach (var found in FindWithoutEnd(code, removals, static _ => false, ends.Value, types))
        {
            var removal = GetReported(found, code);
            var name = removal is IInvocationOperation call ? call.TargetMethod.Name + "()" : removal.Syntax.ToString();
            context.ReportDiagnostic(Diagnostic.Create(LifetimeDescriptors.ClearedAtSignOut, removal.Syntax.GetLocation(), name));
        }
    }

    private static bool IsOnSignOutPath(IInvocationOperation clear, MemberCode code, SessionTypes types)
    {
        if (code.FindCall(clear.Syntax) is not { } here
            || code.Chains.Read(here.Instance) is not { } session
            || !types.IsRequestSession(session))
        {
            return false;
        }

        var body = MemberCode.GetBody(here);
        var near = MemberCode.GetOperations(body).OfType<IInvocationOperation>().ToArray();
        return Array.Exists(near, SignInCalls.IsSignOut)
            && !Array.Exists(near, call => SignInCalls.EndsSession(call, types))
            && SignInCalls.AreOnSamePath(code, [here], Array.FindAll(near, SignInCalls.IsSignOut));
    }
}
