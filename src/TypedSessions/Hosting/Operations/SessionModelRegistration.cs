namespace TypedSessions;

/// <summary>Represents a model that the application has registered.</summary>
/// <param name="Model">The model.</param>
/// <param name="Properties">Its properties, in the order of their declaration.</param>
public sealed record SessionModelRegistration(Type Model, IReadOnlyList<SessionProperty> Properties);
