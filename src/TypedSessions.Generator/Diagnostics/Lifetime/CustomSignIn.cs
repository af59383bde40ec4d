using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Access;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Recognizes custom sign-in and sign-out code, which stores the user in the session and removes it.</summary>
internal sealed class CustomSignIn(SessionCalls calls, SessionTypes types)
{
    /// <summary>Returns the operations that store the signed-in user in the session.</summary>
    /// <param name="code">The code.</param>
    /// <param name="isName">Returns whether the name of a called method matches; such a method is analyzed at its declaration.</param>
    public IEnumerable<ReachedOperation> FindUserAssignments(NamedCode code, Func<string, bool> isName)
        => GetOperations(code, isName).Where(reached => IsUserAssignment(reached.Operation) && IsInRequest(reached));

    /// <summary>Returns the operations that remove the user without ending the session.</summary>
    /// <inheritdoc cref="FindUserAssignments"/>
    public IEnumerable<ReachedOperation> FindRemovals(NamedCode code, Func<string, bool> isName)
        => GetOperations(code, isName).Where(
            reached => (IsClear(reached.Operation) || IsRemoval(reached.Operation)) && IsInRequest(reached));

    /// <summary>Returns whether an operation removes all values, and with them the user.</summary>
    public bool IsClear(IOperation operation)
        => operation is IInvocationOperation { TargetMethod.Name: "Clear", Arguments.IsEmpty: true } clear
            && (types.IsSession(clear.TargetMethod.ContainingType)
                || (SessionAttributes.IsModel(clear.TargetMethod.ContainingType)
                    && clear.TargetMethod.ContainingType.GetMembers().OfType<IPropertySymbol>().Any(IsUserProperty)));

    private static IEnumerable<ReachedOperation> GetOperations(NamedCode code, Func<string, bool> isName)
        => new CalledCode(code.Code, code.Body).GetOperations(method => isName(method.Name));

    private bool IsUserAssignment(IOperation operation)
        => operation switch
        {
            IInvocationOperation => calls.Read(operation) is { Key: { } key } call
                && call.HasVerb(KeyedVerbs.Write)
                && SignInNames.IsUserKey(key)
                && !IsAnonymous(call.Value),
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property } } assignment
                => SessionChange.From(assignment, types) is { Kind: SessionChangeKind.Set }
                    && IsUserProperty(property)
                    && !IsAnonymous(assignment.Value),
            _ => false,
        };

    private bool IsRemoval(IOperation operation)
        => operation switch
        {
            IInvocationOperation => calls.Read(operation) is { Key: { } key } call
                && call.HasVerb(KeyedVerbs.Remove)
                && SignInNames.IsUserKey(key),
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property } } assignment
                => SessionChange.From(assignment, types) is { Kind: SessionChangeKind.Remove } && IsUserOrOwner(property),
            _ => false,
        };

    private bool IsInRequest(ReachedOperation reached)
        => reached.Owner.IsRequestSession(
            calls.Read(reached.Operation)?.Session ?? SessionChange.From(reached.Operation, types)?.Session, types);

    private bool IsUserOrOwner(IPropertySymbol property)
        => IsUserProperty(property) || (property.Name == "Owner" && types.Library.IsSessionMember(property));

    private static bool IsUserProperty(IPropertySymbol property)
        => SessionAttributes.FindPropertyAttribute(property) is not null && SignInNames.IsUserKey(property.Name);

    private static bool IsAnonymous(IOperation? value) => value?.ConstantValue is { HasValue: true, Value: null or "" or false or 0 or -1 };
}
