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
}
