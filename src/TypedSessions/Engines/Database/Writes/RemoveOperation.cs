using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Engines.Database.Writes;

/// <summary>Removes a record.</summary>
internal sealed class RemoveOperation(SessionKey key, CancellationToken cancellationToken) : WriteOperation<bool>(cancellationToken)
{
    public override string Description => "remove a session";

    public override bool IsRemoval => true;

    public override async ValueTask ExecuteAsync(SessionConnection connection, DateTimeOffset now)
    {
        var table = connection.Table;
        IsApplied = Result = await connection.ExecuteAsync(table.DeleteLive, key.ToArray(), table.ToColumn(now)) == 1;
        if (!Result)
        {
            // A record that has expired by this clock may not have expired by another node's.
            await connection.ExecuteAsync(table.Delete, key.ToArray());
        }
    }
}
