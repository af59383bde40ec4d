using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Which calls sign somebody in or out, and what has to be done beside them.</summary>
internal static class SignIn
{
    private static readonly MemberChain Nowhere = new(null, []);

    public static bool IsSignIn(IInvocationOperation call)
        => call.TargetMethod.Name is "SignInAsync" or "PasswordSignInAsync" or "TwoFactorSignInAsync" or "ExternalLoginSignInAsync"
            && IsOfAspNetCore(call);

    public static bool IsSignOut(IInvocationOperation call) => call.TargetMethod.Name is "SignOutAsync" && IsOfAspNetCore(call);

    /// <summary>Whether a call gives the session a new id or ends it, itself or one step further, in a method of the project.</summary>
    public static bool EndsSession(IInvocationOperation call, SessionTypes types)
        => SessionUse.From(call, types) is { Verb: SessionVerb.Regenerate or SessionVerb.Abandon }
            || call.TargetMethod.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax().DescendantTokens().Any(
                static token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText is "RegenerateId" or "Abandon"));

    /// <summary>Whether an operation sets the session's owner, which gives the session a new id.</summary>
    public static bool SetsOwner(IOperation operation, SessionTypes types)
        => operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "Owner" } property } }
            && types.Library.IsSessionMember(property)
            && SessionUse.From(operation, types) is { Verb: SessionVerb.Set };

    /// <summary>Whether a path leads from one of these operations to one of those, or back.</summary>
    public static bool AreOnOnePath(MemberCode code, IEnumerable<IOperation> some, IEnumerable<IOperation> others)
    {
        var (one, other) = (Places(some), Places(others));
        foreach (var graph in code.Graphs)
        {
            var order = new CertainOrder(graph);
            var those = MemberCode.Steps(graph, other);
            if (MemberCode.Steps(graph, one).Any(step => those.Any(that
                => step.Point == that.Point || order.Leads(step, that) || order.Leads(that, step))))
            {
                return true;
            }
        }

        return false;
    }

    private static Dictionary<SyntaxNode, MemberChain> Places(IEnumerable<IOperation> operations)
    {
        var places = new Dictionary<SyntaxNode, MemberChain>();
        foreach (var operation in operations)
        {
            places[operation.Syntax] = Nowhere;
        }

        return places;
    }

    private static bool IsOfAspNetCore(IInvocationOperation call)
        => call.TargetMethod.ContainingNamespace.ToDisplayString()
            is "Microsoft.AspNetCore.Authentication" or "Microsoft.AspNetCore.Identity";
}
