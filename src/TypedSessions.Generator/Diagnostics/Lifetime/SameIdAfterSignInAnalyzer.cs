using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Diagnostics.Secrets;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Reports code that signs a user in and writes to a session without regenerating its id.</summary>
public sealed class SameIdAfterSignInAnalyzer() : AuthenticationAnalyzer(
    "SignInAsync", "PasswordSignInAsync", "TwoFactorSignInAsync", "ExternalLoginSignInAsync")
{
    private const string NamesEntry = ConfiguredWords.Prefix + DiagnosticIds.SameIdAfterSignIn + ".sign_in_names";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LifetimeDescriptors.SameIdAfterSignIn];

    private protected override void Analyze(NodeContext context, IInvocationOperation signIn, SessionTypes types)
    {
        if (SignInCalls.IsSignIn(signIn)
            && MemberCode.FindEnclosing(context.Node, context.SemanticModel, context.CancellationToken) is { } code
            && FindWriteBeside(signIn, code, types) is { } write
            && types.IsSignInDisabled.Value
            && !types.UsesStockSession.Value)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                LifetimeDescriptors.SameIdAfterSignIn,
                signIn.Syntax.GetLocation(),
                [write.Syntax.GetLocation()],
                signIn.TargetMethod.Name));
        }
    }

    private protected override void AnalyzeCustom(
        NodeContext context, CustomSignIn custom, Lazy<SessionEndIndex> ends, SessionTypes types)
    {
        var words = ConfiguredWords.GetNames(context.Options, context.Node.SyntaxTree, NamesEntry);
        bool IsName(string name) => SignInNames.IsSignIn(name, words);
        if (NamedCode.Find(context, IsName, name => SignInNames.IsSignInType(name, words)) is not { } code
            || custom.FindUserAssignments(code, IsName).ToArray() is not { Length: > 0 } assignments)
        {
            return;
        }

        foreach (var assignment in FindWithoutEnd(
            code, assignments, operation => SignInCalls.SetsOwner(operation, types), ends.Value, types))
        {
            var location = GetReported(assignment, code).Syntax.GetLocation();
            context.ReportDiagnostic(Diagnostic.Create(LifetimeDescriptors.SameIdAfterSignIn, location, [location], code.Name));
        }
    }

    private static IOperation? FindWriteBeside(IInvocationOperation signIn, MemberCode code, SessionTypes types)
    {
        if (code.FindCall(signIn.Syntax) is not { } here)
        {
            return null;
        }

        var body = MemberCode.GetBody(here);
        var own = MemberCode.GetOperations(body).ToArray();
        var ends = code.Operations.Where(operation => IsEnd(operation, types)).ToArray();
        return ends.Except(own).Any() ? null : new CalledCode(code, body).GetOperations(static _ => false)
            .Where(reached => SessionChange.From(reached.Operation, types) is { Kind: SessionChangeKind.Set } change
                && reached.Owner.IsRequestSession(change.Session, types)
                && SignInCalls.AreOnSamePath(code, [here], [reached.Anchor])
                && ends.All(end => SignInCalls.AreOnSeparatePaths(code, reached.Anchor, end)))
            .Select(static reached => reached.Anchor)
            .FirstOrDefault();
    }

    private static bool IsEnd(IOperation operation, SessionTypes types)
        => (operation is IInvocationOperation call && SignInCalls.EndsSession(call, types)) || SignInCalls.SetsOwner(operation, types);
}
