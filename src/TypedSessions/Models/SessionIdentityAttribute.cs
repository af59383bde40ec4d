namespace TypedSessions;

/// <summary>
/// Marks the property that identifies an element of a list, so that concurrent changes of different elements are merged. Without it, a
/// property named <c>Id</c> or <c>Key</c> does. It must be a string, number, <see cref="Guid"/> or another scalar, unique in the list; the
/// type's default does not identify an element.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SessionIdentityAttribute : Attribute;
