namespace TypedSessions;

/// <summary>Options of the dashboard.</summary>
public sealed class SessionDashboardOptions
{
    /// <summary>
    /// Gets or sets whether the page of a session shows values. Values of properties, models and types with
    /// <see cref="SensitiveSessionDataAttribute"/> are always masked, and values that belong to no registered model are never shown.
    /// </summary>
    /// <value>Default: <see langword="false"/>: keys, types and sizes only.</value>
    public bool ShowValues { get; set; }
}
