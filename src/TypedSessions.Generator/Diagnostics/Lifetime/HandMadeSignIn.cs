using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Access;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>What code does that signs people in and out by itself: it notes in the session who they are, and takes the note away.</summary>
internal sealed class HandMadeSignIn(SessionCalls calls, SessionTypes types)
{
    /// <summary>The first operation that notes in the session who is signed in.</summary>
    public IOperation? Note(NamedCode code)
        => MemberCode.In(code.Body).FirstOrDefault(operation => IsNote(operation) && IsInRequest(operation, code));

    /// <summary>What takes the note away and leaves the session: to clear it, or else the first removal.</summary>
    public IOperation? Removal(NamedCode code)
    {
        var operations = MemberCode.In(code.Body).ToArray();
        return Array.Find(operations, operation => Clears(operation) && IsInRequest(operation, code))
            ?? Array.Find(operations, operation => IsRemoval(operation) && IsInRequest(operation, code));
    }

    /// <summary>Whether code sets the session's owner, which gives the session a new id.</summary>
    public bool SetsOwner(NamedCode code) => MemberCode.In(code.Body).Any(operation => SignIn.SetsOwner(operation, types));

    private bool IsNote(IOperation operation)
        => operation switch
        {
            IInvocationOperation => calls.Read(operation) is { Key: { } key } call
                && call.Does(KeyedVerbs.Write)
                && SignInWords.NameUser(key)
                && !IsNobody(call.Value),
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property } } assignment
                => SessionUse.From(assignment, types) is { Verb: SessionVerb.Set }
                    && IsUserProperty(property)
                    && !IsNobody(assignment.Value),
            _ => false,
        };

    private bool Clears(IOperation operation)
        => operation is IInvocationOperation { TargetMethod.Name: "Clear", Arguments.IsEmpty: true } clear
            && (types.IsSession(clear.TargetMethod.ContainingType)
                || (SessionAttributes.IsModel(clear.TargetMethod.ContainingType)
                    && clear.TargetMethod.ContainingType.GetMembers().OfType<IPropertySymbol>().Any(IsUserProperty)));

    private bool IsRemoval(IOperation operation)
        => operation switch
        {
            IInvocationOperation => calls.Read(operation) is { Key: { } key } call
                && call.Does(KeyedVerbs.Remove)
                && SignInWords.NameUser(key),
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property } } assignment
                => SessionUse.From(assignment, types) is { Verb: SessionVerb.Remove } && IsOfUser(property),
            _ => false,
        };

    private bool IsInRequest(IOperation operation, NamedCode code)
        => code.Code.Chains.Read(calls.Read(operation)?.Session ?? SessionUse.From(operation, types)?.Session) is { } session
            && types.IsOfRequest(session);

    private bool IsOfUser(IPropertySymbol property)
        => IsUserProperty(property) || (property.Name == "Owner" && types.Library.IsSessionMember(property));

    private static bool IsUserProperty(IPropertySymbol property)
        => SessionAttributes.OfProperty(property) is not null && SignInWords.NameUser(property.Name);

    private static bool IsNobody(IOperation? value) => value?.ConstantValue is { HasValue: true, Value: null or "" or false or 0 or -1 };
}
