using TypedSessions;

namespace Microsoft.AspNetCore.Http;

/// <content>
/// Properties of models for code that gets them as values, such as filters, attributes and generic services:
/// <c>session.Get(ShopSession.Properties.Cart)</c>. All go through the model that <c>As</c> returns, so a mutable value is the same object.
/// </content>
public static partial class TypedSessionExtensions
{
    extension(ISession session)
    {
        /// <summary>
        /// Returns the value of a model's property, or its default while it is absent. A mutable value is the object that the session's
        /// model has, and changing it changes the session; over a session that is not of this library it has to be set again.
        /// </summary>
        /// <param name="property">The property: <c>ShopSession.Properties.Cart</c>.</param>
        public T Get<T>(SessionProperty<T> property) => OpenView(session, property).Get(property);

        /// <summary>Sets a model's property, as its setter does; <see langword="null"/> removes the key.</summary>
        /// <param name="property">The property: <c>ShopSession.Properties.Cart</c>.</param>
        /// <param name="value">The value.</param>
        /// <exception cref="InvalidOperationException">
        /// The value cannot be stored, the session would exceed its limit, or it can no longer be changed.
        /// </exception>
        public void Set<T>(SessionProperty<T> property, T? value) => OpenView(session, property).Set(property, value);

        /// <summary>
        /// Returns whether the session has a value for a model's property. A default counts once it was changed in place.
        /// </summary>
        /// <param name="property">The property: <c>ShopSession.Properties.Cart</c>.</param>
        public bool Contains(SessionProperty property) => OpenView(session, property).Contains(property);

        /// <summary>Removes the value of a model's property from the session, if there is one.</summary>
        /// <param name="property">The property: <c>ShopSession.Properties.Cart</c>.</param>
        public void Remove(SessionProperty property) => OpenView(session, property).Remove(property);
    }

    // No extension member, because the compiler then applies 'notnull' to the values, too.
    /// <summary>Returns a map of a model, the object that the session's model has.</summary>
    /// <param name="session">The session.</param>
    /// <param name="property">The property that has the map: <c>ShopSession.Properties.Carts</c>.</param>
    public static SessionMap<TKey, TValue> Get<TKey, TValue>(this ISession session, SessionMapProperty<TKey, TValue> property)
        where TKey : notnull, IParsable<TKey>
        => OpenView(session, property).GetMap(property);

    private static SessionView OpenView(ISession session, SessionProperty property)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(property);
        return property.OpenView(session);
    }
}
