using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Recognizes calls that sign users in or out, and calls that renew or end the session.</summary>
internal static class SignInCalls
{
    private static readonly MemberChain NoTarget = new(null, []);

    public static bool IsSignIn(IInvocationOperation call)
        => call.TargetMethod.Name is "SignInAsync" or "PasswordSignInAsync" or "TwoFactorSignInAsync" or "ExternalLoginSignInAsync"
            && IsAspNetCoreMethod(call);

    public static bool IsSignOut(IInvocationOperation call) => call.TargetMethod.Name is "SignOutAsync" && IsAspNetCoreMethod(call);

    /// <summary>
    /// Returns whether a call regenerates the session id or ends the session, itself or in the method of the project that it calls.
    /// </summary>
    public static bool EndsSession(IInvocationOperation call, SessionTypes types)
        => SessionChange.From(call, types) is { Kind: SessionChangeKind.Regenerate or SessionChangeKind.Abandon }
            || call.TargetMethod.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax().DescendantTokens().Any(
                static token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText is "RegenerateId" or "Abandon"));

    /// <summary>Returns whether an operation sets the session's owner, which regenerates the session id.</summary>
    public static bool SetsOwner(IOperation operation, SessionTypes types)
        => operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "Owner" } property } }
            && types.Library.IsSessionMember(property)
            && SessionChange.From(operation, types) is { Kind: SessionChangeKind.Set };

    /// <summary>Returns whether a path connects an operation of one group with an operation of the other.</summary>
    public static bool AreOnSamePath(MemberCode code, IEnumerable<IOperation> some, IEnumerable<IOperation> others)
    {
        var (one, other) = (ToSteps(some), ToSteps(others));
        foreach (var graph in code.Graphs)
        {
            var order = new ExecutionOrder(graph);
            var those = MemberCode.GetSteps(graph, other);
            if (MemberCode.GetSteps(graph, one).Any(step => those.Any(that
                => step.Point == that.Point || order.HasPath(step, that) || order.HasPath(that, step))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns whether no path connects two operations of one body.</summary>
    public static bool AreOnSeparatePaths(MemberCode code, IOperation one, IOperation other)
    {
        foreach (var graph in code.Graphs)
        {
            var (step, that) = (FindStep(graph, one), FindStep(graph, other));
            if (step is not null && that is not null)
            {
                var order = new ExecutionOrder(graph);
                return step.Point != that.Point && !order.HasPath(step, that) && !order.HasPath(that, step);
            }
        }

        return false;
    }

    private static FlowStep? FindStep(ControlFlowGraph graph, IOperation operation)
        => MemberCode.GetSteps(graph, ToSteps([operation])).FirstOrDefault();

    private static Dictionary<SyntaxNode, MemberChain> ToSteps(IEnumerable<IOperation> operations)
    {
        var places = new Dictionary<SyntaxNode, MemberChain>();
        foreach (var operation in operations)
        {
            places[operation.Syntax] = NoTarget;
        }

        return places;
    }

    private static bool IsAspNetCoreMethod(IInvocationOperation call)
        => call.TargetMethod.ContainingNamespace.ToDisplayString()
            is "Microsoft.AspNetCore.Authentication" or "Microsoft.AspNetCore.Identity";
}
