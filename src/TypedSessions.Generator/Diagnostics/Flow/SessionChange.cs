using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>The kinds of changes of a session.</summary>
internal enum SessionChangeKind
{
    /// <summary>A value is set, which creates the session if necessary.</summary>
    Set,

    /// <summary>One or all values are removed.</summary>
    Remove,

    /// <summary>The expiry is set.</summary>
    Expire,

    /// <summary>The session gets a new id.</summary>
    Regenerate,

    /// <summary>The session is abandoned.</summary>
    Abandon,
}

/// <summary>A change of a session.</summary>
/// <param name="Kind">The kind of the change.</param>
/// <param name="Operation">The call or the assignment.</param>
/// <param name="Session">The session or the model that is changed.</param>
internal sealed record SessionChange(SessionChangeKind Kind, IOperation Operation, IOperation? Session)
{
    /// <returns>The change; <see langword="null"/> if the operation changes no session.</returns>
    public static SessionChange? From(IOperation operation, SessionTypes types)
        => operation switch
        {
            IInvocationOperation call => FromCall(call, types),
            IAssignmentOperation { Target: IPropertyReferenceOperation target } assignment => FromTarget(target, assignment, types),
            IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation target } step => FromTarget(target, step, types),
            _ => null,
        };

    /// <summary>Returns whether a method of the name may change a session other than by a removal.</summary>
    public static bool MayChange(string name) => GetKind(name) is not (null or SessionChangeKind.Remove);

    private static SessionChange? FromCall(IInvocationOperation call, SessionTypes types)
        => GetKind(call.TargetMethod.Name) is { } verb && IsCallOnSession(call, verb, types)
            ? new(verb, call, GetModel(SessionTypes.GetReceiver(call)))
            : null;

    private static SessionChangeKind? GetKind(string name)
        => name switch
        {
            "Set" or "SetString" or "SetInt32" or "SetTestCookie" => SessionChangeKind.Set,
            "Remove" or "Clear" or "DeleteTestCookie" => SessionChangeKind.Remove,
            "RegenerateId" => SessionChangeKind.Regenerate,
            "Abandon" => SessionChangeKind.Abandon,
            _ => null,
        };

    // A custom 'Set' may do anything.
    private static bool IsCallOnSession(IInvocationOperation call, SessionChangeKind verb, SessionTypes types)
        => types.IsSession(call.TargetMethod.ContainingType)
            || types.Library.IsSessionMember(call.TargetMethod)
            || (verb == SessionChangeKind.Remove
                && (SessionAttributes.IsModel(call.TargetMethod.ContainingType) || SessionMaps.IsMap(call.TargetMethod.ContainingType)))
            || (call.TargetMethod is { IsStatic: true, ContainingType.Name: "SessionExtensions", ContainingNamespace.Name: "Http" }
                && types.IsSession(SessionTypes.GetReceiver(call)?.Type));

    private static SessionChange? FromTarget(IPropertyReferenceOperation target, IOperation operation, SessionTypes types)
        => IsModelProperty(target.Property) || SessionMaps.IsMap(target.Property.ContainingType) ? new(
            IsNull(operation) ? SessionChangeKind.Remove : SessionChangeKind.Set, operation, GetModel(target.Instance))
            : !types.Library.IsSessionMember(target.Property) ? null
            : target.Property.Name switch
            {
                "Owner" => new(IsNull(operation) ? SessionChangeKind.Remove : SessionChangeKind.Set, operation, target.Instance),
                "Expiry" => new(SessionChangeKind.Expire, operation, target.Instance),
                _ => null,
            };

    // An item of a map is changed in the model that has the map.
    private static IOperation? GetModel(IOperation? changed)
        => changed is IPropertyReferenceOperation map && SessionMaps.IsMap(map.Type) ? map.Instance : changed;

    private static bool IsModelProperty(IPropertySymbol property)
        => property is { IsStatic: false, ContainingType: { } type }
            && SessionAttributes.FindPropertyAttribute(property) is not null
            && SessionAttributes.IsModel(type);

    private static bool IsNull(IOperation operation)
        => operation is ISimpleAssignmentOperation { Value.ConstantValue: { HasValue: true, Value: null } };
}
