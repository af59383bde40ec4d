using System.Data.Common;

namespace TypedSessions.Engines.Database;

/// <summary>
/// Loads from a server by synchronous calls, for a thread that would wait anyway.
/// Each by itself: who waits in a group needs another thread to be told.
/// </summary>
internal sealed class SynchronousLoads(DatabaseAccess database)
{
    /// <summary>The record of a key, expired or not.</summary>
    /// <exception cref="NotSupportedException">The provider, as it is set up, has no synchronous calls.</exception>
    public SessionRecord? Load(SessionKey key, TimeSpan timeout)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var connection = database.Open(timeout);
                return connection.Load(database.Statements.Load, key);
            }
            catch (DbException error) when (database.MayRepeat(error, attempt))
            {
                // Most often the server was restarted, and the pool gave a connection to what it was before.
            }
        }
    }
}
