using TypedSessions.Sessions;

namespace TypedSessions;

/// <summary>Represents a model that the application has registered.</summary>
/// <param name="Model">The model.</param>
/// <param name="Properties">Its properties, in the order of their declaration.</param>
public sealed record SessionModelRegistration(Type Model, IReadOnlyList<SessionProperty> Properties)
{
    /// <summary>Gets the <see cref="SessionModelOptions.Prefix"/> of the model's keys; <see langword="null"/> for none.</summary>
    public string? Prefix { get; init; }

    /// <summary>
    /// Gets the function that returns the prefix of a session; <see langword="null"/> if all sessions have the same prefix.
    /// </summary>
    internal Func<IServiceProvider, string?>? PrefixProvider { get; init; }

    /// <summary>Returns whether a key of a session belongs to a property of the model, behind the <see cref="Prefix"/>.</summary>
    /// <param name="property">One of the <see cref="Properties"/>.</param>
    /// <param name="key">The key.</param>
    public bool Matches(SessionProperty property, string key)
    {
        ArgumentNullException.ThrowIfNull(property);
        ArgumentNullException.ThrowIfNull(key);
        return key.StartsWith(Prefix ?? "", StringComparison.Ordinal) && property.Matches(key[(Prefix?.Length ?? 0)..]);
    }

    /// <summary>Returns the prefix of the model's keys in sessions; <see langword="null"/> for none.</summary>
    internal ModelPrefix? CreatePrefix()
        => PrefixProvider is { } provider ? Create(services => services is null ? null : provider(services))
            : string.IsNullOrEmpty(Prefix) ? null
            : Create(_ => Prefix);

    private ModelPrefix Create(Func<IServiceProvider?, string?> find)
        => new(Model, [.. Properties.SelectMany(static property => property.FormerKeys.Prepend(property.ValueKey))], find);
}
