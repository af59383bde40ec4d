namespace TypedSessions;

/// <summary>
/// Makes a partial class a session model: its partial properties that carry <see cref="SessionPropertyAttribute"/> are kept in the session.
/// The other half of the class is written by the source generator.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SessionModelAttribute : Attribute
{
    /// <summary>
    /// Gets or sets what every key of the model starts with, taken as it is: <c>"shop."</c> makes <c>shop.Visits</c>. None by default.
    /// </summary>
    public string? Prefix { get; set; }

    /// <summary>
    /// Gets or sets the application's <see cref="System.Text.Json.Serialization.JsonSerializerContext"/>
    /// with the metadata of the property types that are stored as JSON. Without it they are handled by
    /// reflection, which does not work in trimmed applications. Scalars need neither.
    /// </summary>
    public Type? JsonContext { get; set; }

    /// <summary>
    /// Gets or sets the keys of properties that the model no longer has, after its <see cref="Prefix"/>. They are removed when a property
    /// of the model is next written, and no property can have them again. The pattern of a removed map stands for the keys of its items.
    /// </summary>
    public string[]? RetiredKeys { get; set; }
}
