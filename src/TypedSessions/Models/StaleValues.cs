using TypedSessions.Sessions;

namespace TypedSessions.Models;

/// <summary>Removes values that a model no longer uses: with a write only, because reading never changes the session.</summary>
internal static class StaleValues
{
    /// <summary>Removes the values of retired keys, and expired values.</summary>
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
