using System.Data.Common;
using Microsoft.Data.SqlClient;
using MySqlConnector;
using Npgsql;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;

namespace TypedSessions.Servers;

/// <summary>Runs the conformance suite on a server that an environment variable configures. Each test has its own table.</summary>
public abstract class ServerConformance(string variable, DbProviderFactory provider) : EngineConformance
{
    private readonly string _table = $"conformance_{Guid.NewGuid():N}";
    private DbDataSource? _dataSource;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_dataSource is not null)
        {
            await using var command = _dataSource.CreateCommand($"DROP TABLE {_table}");
            await command.ExecuteNonQueryAsync(CancellationToken.None);
            await _dataSource.DisposeAsync();
        }
    }

    protected override async ValueTask<ISessionEngine> OpenAsync()
    {
        var connectionString = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(connectionString), $"{variable} is not set to a connection string.");
        _dataSource = provider.CreateDataSource(connectionString!);
        var options = new DatabaseEngineOptions { TableName = _table, ClockSkew = TimeSpan.Zero };
        var engine = new DatabaseSessionEngine(_dataSource, Clock, options);
        await engine.EnsureCreatedAsync(Token);
        return engine;
    }
}

public sealed class SqlServerConformance() : ServerConformance("TYPED_SESSIONS_SQLSERVER", SqlClientFactory.Instance);

public sealed class MySqlConformance() : ServerConformance("TYPED_SESSIONS_MYSQL", MySqlConnectorFactory.Instance);

public sealed class PostgreSqlConformance() : ServerConformance("TYPED_SESSIONS_POSTGRESQL", NpgsqlFactory.Instance);
