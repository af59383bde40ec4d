namespace TypedSessions;

/// <summary>
/// Marks the method of a model that converts a value under a former key to the type of a property. It is static, and has the former type as
/// its parameter and the property's type as its result; <see langword="null"/> drops the value. If it throws, the value counts as
/// unreadable.
/// </summary>
/// <param name="propertyName">The name of the property, from <c>nameof</c>.</param>
/// <example><code>
/// [SessionProperty(Key = "visits2", FormerKeys = ["visits"])]
/// public partial VisitCount Visits { get; set; }
///
/// [SessionUpgrade(nameof(Visits), From = "visits")]
/// private static VisitCount FromNumber(int visits) => new(visits, Since: null);
/// </code></example>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SessionUpgradeAttribute(string propertyName) : Attribute
{
    /// <summary>Gets the name of the property.</summary>
    public string PropertyName { get; } = propertyName;

    /// <summary>Gets or sets the former key, without the model's prefix. Not needed if the property has only one.</summary>
    public string? From { get; set; }
}
