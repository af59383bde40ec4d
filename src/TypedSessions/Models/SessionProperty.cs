using System.ComponentModel;
using System.Text.Json;
using TypedSessions.Models;
using TypedSessions.Sessions;

namespace TypedSessions;

/// <summary>
/// Describes how a property of a model is stored. Created by generated code, one for each property: <c>ShopSession.Properties.Cart</c>.
/// </summary>
public abstract class SessionProperty
{
    private Func<ISession, SessionView>? _openView;
    private ValueKey[]? _keys;

    private protected SessionProperty(int index, string name, string key)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentNullException.ThrowIfNull(name);
        Index = index;
        Name = name;
        ValueKey = new ValueKey(key);
    }

    /// <summary>Gets the property's place among those of its model, from 0.</summary>
    public int Index { get; }

    /// <summary>Gets the property's name.</summary>
    public string Name { get; }

    /// <summary>Gets the key in the session, with the model's prefix; for a map, the pattern of its items' keys.</summary>
    public string Key => ValueKey.Text;

    /// <summary>
    /// Gets how the value is merged with another request's change of it; <see langword="null"/> if the later commit replaces it.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SessionMergePlan? Merge { get; init; }

    /// <summary>Gets whether the value is removed by the response to the request that reads it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool IsFlash { get; init; }

    /// <summary>Gets the lifetime of a value after it was set; <see langword="null"/> for that of the session.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public TimeSpan? Lifetime { get; init; }

    internal ValueKey ValueKey { get; }

    /// <summary>Gets the keys under which earlier versions of the model stored the property.</summary>
    internal ValueKey[] FormerKeys { get; private protected init; } = [];

    /// <summary>Gets the property's type; for a <see cref="SessionMap{TKey, TValue}"/>, that of its items.</summary>
    public abstract Type Type { get; }

    /// <summary>Returns whether a key of a session is the property's; for a map, whether it is that of an item.</summary>
    /// <param name="key">The key in the session, with the model's prefix.</param>
    public virtual bool Matches(string key) => key == Key;

    /// <summary>Returns the keys that the property may have in a session, former ones included.</summary>
    internal virtual IReadOnlyList<ValueKey> GetKeys(IValueStore store) => _keys ??= [ValueKey, .. FormerKeys];

    /// <summary>Gets the properties of the model whose values expire.</summary>
    internal SessionProperty[] ExpiringProperties { get; private set; } = [];

    /// <summary>
    /// Returns the store that reads and writes the property's values: a session's, or one on top of it if the values expire.
    /// </summary>
    internal IValueStore GetStore(IValueStore store) => Lifetime is { } lifetime ? new ExpiringValueStore(store, lifetime) : store;

    /// <summary>Removes expired values, so that they take no space.</summary>
    internal void RemoveExpired(IValueStore store)
    {
        if (GetStore(store) is ExpiringValueStore expiring)
        {
            foreach (var key in GetKeys(store))
            {
                expiring.RemoveExpired(key);
            }
        }
    }

    /// <summary>Connects the properties of a model with the model, so that <c>session.Get(property)</c> finds it.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="getView">Returns the values of a model.</param>
    /// <param name="properties">The model's properties, each at its <see cref="Index"/>.</param>
    /// <returns>The properties.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static SessionProperty[] ForModel<TModel>(Func<TModel, SessionView> getView, SessionProperty[] properties)
        where TModel : class, ISessionModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(getView);
        ArgumentNullException.ThrowIfNull(properties);
        Func<ISession, SessionView> openView = session => getView(session.As<TModel>());
        var expiring = Array.FindAll(properties, static property => property.Lifetime is not null);
        foreach (var property in properties)
        {
            (property._openView, property.ExpiringProperties) = (openView, expiring);
        }

        return properties;
    }

    /// <summary>Returns the values of the session's model.</summary>
    /// <exception cref="InvalidOperationException">The property belongs to no model.</exception>
    internal SessionView OpenView(ISession session)
        => _openView?.Invoke(session) ?? throw new InvalidOperationException(
            $"The property '{Name}' belongs to no model. Use a generated one, such as ShopSession.Properties.Visits.");

    /// <summary>Returns the merge of a removal; <see langword="null"/> if it replaces any stored value.</summary>
    internal abstract SessionValueMerge? CreateRemovalMerge();

    /// <summary>Decodes a stored value of the property, for tools that show sessions.</summary>
    /// <param name="stored">The bytes.</param>
    /// <param name="options">
    /// The application's <see cref="TypedSessionsOptions.JsonSerializerOptions"/>; <see langword="null"/> for the defaults.
    /// </param>
    /// <exception cref="FormatException">The bytes are not a value of the property's type.</exception>
    public abstract object? Decode(ReadOnlySpan<byte> stored, JsonSerializerOptions? options = null);
}
