namespace TypedSessions.Hosting;

/// <summary>A model that the application has registered.</summary>
internal sealed record SessionModelRegistration(Type Model, IReadOnlyList<SessionProperty> Properties);
