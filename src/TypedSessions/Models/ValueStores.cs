using TypedSessions.Sessions;

namespace TypedSessions.Models;

/// <summary>Finds the values of a session.</summary>
internal static class ValueStores
{
    /// <summary>Returns the values of a session of this library; <see langword="null"/> for any other session.</summary>
    public static IValueStore? Find(ISession session) => (session as Session)?.Values ?? session as IValueStore;

    /// <summary>Returns the values of any session.</summary>
    public static IValueStore Get(ISession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return Find(session) ?? new ForeignValueStore(session);
    }

    /// <summary>Returns the values of any session for a model.</summary>
    /// <param name="session">The session.</param>
    /// <param name="model">The list of the model's properties.</param>
    public static IValueStore Get(ISession session, object model)
    {
        var store = Get(session);
        return store.FindKeys(model) is { } keys ? new PrefixedValueStore(store, keys) : store;
    }
}
