namespace TypedSessions;

/// <summary>
/// Marks the method of a model that converts a property to the type that is stored under a former key, for
/// <see cref="SessionPropertyAttribute.KeepFormer"/>. It is static, and the counterpart of a <see cref="SessionUpgradeAttribute"/> method.
/// </summary>
/// <param name="propertyName">The name of the property, from <c>nameof</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SessionDowngradeAttribute(string propertyName) : Attribute
{
    /// <summary>Gets the name of the property.</summary>
    public string PropertyName { get; } = propertyName;

    /// <summary>Gets or sets the former key, without the model's prefix. Not needed if the property has only one.</summary>
    public string? To { get; set; }
}
