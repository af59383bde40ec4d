using System.Data.Common;
using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Engines.Database.Writes;

/// <summary>
/// Creates the table and its indexes, or upgrades a table of an earlier version, and reads from it to report a table of another shape.
/// </summary>
internal sealed class EnsureCreatedOperation(DatabaseDialect dialect, string table, CancellationToken cancellationToken)
    : WriteOperation<bool>(cancellationToken)
{
    public override string Description => "create its table";

    public override bool IsIdempotent => true;

    public override bool CanUseTransaction => false;

    public override async ValueTask ExecuteAsync(SessionConnection connection, DateTimeOffset now)
    {
        if (await CreateOrFindUpgradeAsync(connection) is { } upgrade)
        {
            await UpgradeAsync(connection, upgrade);
        }

        await connection.LoadAsync(default, CancellationToken.None);
        Result = true;
    }

    // An existing table is not created again, because MySQL requires the right to create even if it exists.
    private async ValueTask<TableUpgrade?> CreateOrFindUpgradeAsync(SessionConnection connection)
    {
        try
        {
            return await FindUpgradeAsync(connection);
        }
        catch (DbException error) when (!dialect.IsConnectionLost(error))
        {
            await connection.RunOnceAsync(dialect.EnsureCreated(table), CancellationToken.None);
            return null;
        }
    }

    private async ValueTask UpgradeAsync(SessionConnection connection, TableUpgrade upgrade)
    {
        try
        {
            await connection.RunOnceAsync(upgrade.Sql ?? throw new OutdatedTableException(upgrade), CancellationToken.None);
        }
        catch (DbException error) when (!dialect.IsConnectionLost(error))
        {
            // Another node may have upgraded it at the same time.
            if (await FindUpgradeAsync(connection) is not null)
            {
                throw new OutdatedTableException(upgrade, error);
            }
        }
    }

    private async ValueTask<TableUpgrade?> FindUpgradeAsync(SessionConnection connection)
        => TableUpgrade.Find(dialect, table, await connection.ReadColumnsAsync(CancellationToken.None));
}
