namespace TypedSessions.Models;

/// <summary>Finds the properties of a model by their names.</summary>
internal static class SessionPropertyNames
{
    /// <summary>Returns the property of a name.</summary>
    /// <exception cref="ArgumentException">The model has no such property.</exception>
    public static SessionProperty Get(this IReadOnlyList<SessionProperty> properties, string propertyName)
    {
        ArgumentNullException.ThrowIfNull(propertyName);
        return properties.FirstOrDefault(property => property.Name == propertyName) ?? throw new ArgumentException(
            $"The model has no property '{propertyName}'. "
            + $"It has: {string.Join(", ", properties.Select(static property => property.Name))}.",
            nameof(propertyName));
    }
}
