using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>What is done to a session.</summary>
internal enum SessionVerb
{
    /// <summary>A value is set: a session that was not there begins.</summary>
    Set,

    /// <summary>A value is removed, or all are.</summary>
    Remove,

    /// <summary>The expiry is set.</summary>
    Expire,

    /// <summary>It gets a new id.</summary>
    Regenerate,

    /// <summary>It ends.</summary>
    Abandon,
}

/// <summary>A change of a session.</summary>
/// <param name="Verb">Which.</param>
/// <param name="Operation">The call or the assignment.</param>
/// <param name="Session">The session or the model that it is done to.</param>
internal sealed record SessionUse(SessionVerb Verb, IOperation Operation, IOperation? Session)
{
    /// <returns>Nothing when the operation changes no session.</returns>
    public static SessionUse? From(IOperation operation, SessionTypes types)
        => operation switch
        {
            IInvocationOperation call => OfCall(call, types),
            IAssignmentOperation { Target: IPropertyReferenceOperation target } assignment => OfTarget(target, assignment, types),
            IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation target } step => OfTarget(target, step, types),
            _ => null,
        };

    /// <summary>Whether a method of the name may change a session in another way than to remove something.</summary>
    public static bool MayChange(string name) => GetVerb(name) is not (null or SessionVerb.Remove);

    private static SessionUse? OfCall(IInvocationOperation call, SessionTypes types)
        => GetVerb(call.TargetMethod.Name) is { } verb && IsCallOnSession(call, verb, types)
            ? new(verb, call, SessionTypes.Receiver(call))
            : null;

    private static SessionVerb? GetVerb(string name)
        => name switch
        {
            "Set" or "SetString" or "SetInt32" or "SetTestCookie" => SessionVerb.Set,
            "Remove" or "Clear" or "DeleteTestCookie" => SessionVerb.Remove,
            "RegenerateId" => SessionVerb.Regenerate,
            "Abandon" => SessionVerb.Abandon,
            _ => null,
        };

    // 'Set' of the user's own may do anything.
    private static bool IsCallOnSession(IInvocationOperation call, SessionVerb verb, SessionTypes types)
        => types.IsSession(call.TargetMethod.ContainingType)
            || types.Library.IsSessionMember(call.TargetMethod)
            || (verb == SessionVerb.Remove && SessionAttributes.IsModel(call.TargetMethod.ContainingType))
            || (call.TargetMethod is { IsStatic: true, ContainingType.Name: "SessionExtensions", ContainingNamespace.Name: "Http" }
                && types.IsSession(SessionTypes.Receiver(call)?.Type));

    private static SessionUse? OfTarget(IPropertyReferenceOperation target, IOperation operation, SessionTypes types)
        => IsModelProperty(target.Property) ? new(IsNull(operation) ? SessionVerb.Remove : SessionVerb.Set, operation, target.Instance)
            : !types.Library.IsSessionMember(target.Property) ? null
            : target.Property.Name switch
            {
                "Owner" => new(IsNull(operation) ? SessionVerb.Remove : SessionVerb.Set, operation, target.Instance),
                "Expiry" => new(SessionVerb.Expire, operation, target.Instance),
                _ => null,
            };

    private static bool IsModelProperty(IPropertySymbol property)
        => property is { IsStatic: false, ContainingType: { } type }
            && SessionAttributes.OfProperty(property) is not null
            && SessionAttributes.IsModel(type);

    private static bool IsNull(IOperation operation)
        => operation is ISimpleAssignmentOperation { Value.ConstantValue: { HasValue: true, Value: null } };
}
