namespace TypedSessions;

/// <summary>
/// Makes a partial class a session model: its partial properties with a <see cref="SessionPropertyAttribute"/> are stored in the session.
/// The source generator writes the other half of the class.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SessionModelAttribute : Attribute
{
    /// <summary>
    /// Gets or sets the prefix of all keys of the model, without a separator: <c>"shop."</c> makes <c>shop.Visits</c>. Default:
    /// <see langword="null"/>, for none.
    /// </summary>
    public string? Prefix { get; set; }

    /// <summary>
    /// Gets or sets the application's <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> with the metadata of the property
    /// types that are stored as JSON. Default: <see langword="null"/>, for reflection, which does not work in trimmed applications. Scalars
    /// need neither.
    /// </summary>
    public Type? JsonContext { get; set; }

    /// <summary>
    /// Gets or sets the keys of properties that the model no longer has, after its <see cref="Prefix"/>. They are removed when a property
    /// of the model is next written, and no property can have them again. The pattern of a removed map represents the keys of its items.
    /// Default: <see langword="null"/>, for none.
    /// </summary>
    public string[]? RetiredKeys { get; set; }
}
