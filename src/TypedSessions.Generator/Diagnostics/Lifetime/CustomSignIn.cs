using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Access;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Recognizes custom sign-in and sign-out code, which stores the user in the session and removes it.</summary>
internal sealed class CustomSignIn(SessionCalls calls, SessionTypes types)
{
    /// <summary>Returns the first operation that stores the signed-in user in the session.</summary>
    public IOperation? FindUserAssignment(NamedCode code)
        => MemberCode.GetOperations(code.Body).FirstOrDefault(operation => IsUserAssignment(operation) && IsInRequest(operation, code));

    /// <summary>
    /// Returns the operation that removes the user without ending the session: a <c>Clear</c>, or else the first removal.
    /// </summary>
    public IOperation? FindRemoval(NamedCode code)
    {
        var operations = MemberCode.GetOperations(code.Body).ToArray();
        return Array.Find(operations, operation => ClearsUser(operation) && IsInRequest(operation, code))
            ?? Array.Find(operations, operation => IsRemoval(operation) && IsInRequest(operation, code));
    }

    /// <summary>Returns whether code sets the session's owner, which regenerates the session id.</summary>
    public bool SetsOwner(NamedCode code) => MemberCode.GetOperations(code.Body).Any(operation => SignInCalls.SetsOwner(operation, types));

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

    private bool ClearsUser(IOperation operation)
        => operation is IInvocationOperation { TargetMethod.Name: "Clear", Arguments.IsEmpty: true } clear
            && (types.IsSession(clear.TargetMethod.ContainingType)
                || (SessionAttributes.IsModel(clear.TargetMethod.ContainingType)
                    && clear.TargetMethod.ContainingType.GetMembers().OfType<IPropertySymbol>().Any(IsUserProperty)));

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

    private bool IsInRequest(IOperation operation, NamedCode code)
        => code.Code.Chains.Read(calls.Read(operation)?.Session ?? SessionChange.From(operation, types)?.Session) is { } session
            && types.IsRequestSession(session);

    private bool IsUserOrOwner(IPropertySymbol property)
        => IsUserProperty(property) || (property.Name == "Owner" && types.Library.IsSessionMember(property));

    private static bool IsUserProperty(IPropertySymbol property)
        => SessionAttributes.FindPropertyAttribute(property) is not null && SignInNames.IsUserKey(property.Name);

    private static bool IsAnonymous(IOperation? value) => value?.ConstantValue is { HasValue: true, Value: null or "" or false or 0 or -1 };
}
