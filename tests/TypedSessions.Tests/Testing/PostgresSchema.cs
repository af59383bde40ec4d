using System.Collections.Concurrent;
using Npgsql;
using TypedSessions.Engines.Database;

namespace TypedSessions.Tests.Testing;

/// <summary>A separate schema on the <see cref="PostgresServer"/>, with the engines on it.</summary>
internal sealed class PostgresSchema(NpgsqlConnectionStringBuilder connectionString) : IAsyncDisposable
{
    private readonly ConcurrentBag<NpgsqlDataSource> _dataSources = [];
    private readonly NpgsqlDataSource _own = NpgsqlDataSource.Create(connectionString.ConnectionString);

    public string Name => connectionString.SearchPath!;

    /// <summary>The connection string for another process.</summary>
    public string ConnectionString => connectionString.ConnectionString;

    /// <summary>Creates an engine with its own pool, like another node.</summary>
    public DatabaseSessionEngine NewEngine(
        TimeProvider clock, DatabaseEngineOptions? options = null, Action<NpgsqlConnectionStringBuilder>? configure = null)
        => new(NewDataSource(configure), clock, options ?? new DatabaseEngineOptions { ClockSkew = TimeSpan.Zero });

    public NpgsqlDataSource NewDataSource(Action<NpgsqlConnectionStringBuilder>? configure = null)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString.ConnectionString);
        configure?.Invoke(builder);
        var dataSource = NpgsqlDataSource.Create(builder);
        _dataSources.Add(dataSource);
        return dataSource;
    }

    public ValueTask<NpgsqlConnection> ConnectAsync() => _own.OpenConnectionAsync(TestContext.Current.CancellationToken);

    /// <summary>Runs SQL on a separate connection.</summary>
    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var command = _own.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until a number of connections of this schema wait for a lock.</summary>
    public async Task UntilBlockedAsync(int connections = 1)
    {
        var waiting = $"""
            SELECT COUNT(*), pg_sleep(0.005) FROM pg_stat_activity
            WHERE application_name = '{Name}' AND wait_event_type = 'Lock'
            """;
        while ((long)(await ExecuteAsync(waiting))! != connections)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var dataSource in _dataSources)
        {
            await dataSource.DisposeAsync();
        }

        await _own.DisposeAsync();
    }
}
