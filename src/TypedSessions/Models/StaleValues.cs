using TypedSessions.Sessions;

namespace TypedSessions.Models;

/// <summary>Removes what a model does not use any more. With a write only, because reading never changes the session.</summary>
internal static class StaleValues
{
    /// <summary>Removes the values of retired keys, and those whose time has passed.</summary>
    public static void Remove(IValueStore store, SessionProperty[] expiring, IReadOnlyList<string>? retiredKeys)
    {
        foreach (var retired in retiredKeys ?? [])
        {
            KeyPattern.RemoveRetired(retired, store);
        }

        foreach (var property in expiring)
        {
            property.RemoveExpired(store);
        }
    }
}
