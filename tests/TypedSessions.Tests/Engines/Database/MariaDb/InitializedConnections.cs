using System.Data.Common;
using MySqlConnector;

namespace TypedSessions.Tests.Engines.Database.MariaDb;

/// <summary>A data source that sets the variables of each connection that it opens.</summary>
internal sealed class InitializedConnections(MySqlDataSource dataSource, string statement) : DbDataSource
{
    public override string ConnectionString => dataSource.ConnectionString;

    protected override DbConnection CreateDbConnection() => dataSource.CreateConnection();

    protected override DbConnection OpenDbConnection()
    {
        var connection = dataSource.OpenConnection();
        using var command = new MySqlCommand(statement, connection);
        command.ExecuteNonQuery();
        return connection;
    }

    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new MySqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }
}
