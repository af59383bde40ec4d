using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using MySqlConnector;
using TypedSessions.Engines.Database;

namespace TypedSessions.Tests.Testing;

/// <summary>A separate database on the <see cref="MariaDbServer"/>, with the engines on it.</summary>
internal sealed partial class MariaDbDatabase(MySqlConnectionStringBuilder connectionString) : IAsyncDisposable
{
    private readonly ConcurrentBag<MySqlDataSource> _dataSources = [];

    // Without parameters, because the @ before a user's host would be one.
    private readonly MySqlDataSource _own = new(
        new MySqlConnectionStringBuilder(connectionString.ConnectionString) { AllowUserVariables = true }.ConnectionString);

    public string Name => connectionString.Database;

    /// <summary>The connection string for another process.</summary>
    public string ConnectionString => connectionString.ConnectionString;

    public int Port => (int)connectionString.Port;

    /// <summary>Creates an engine with its own pool, like another node.</summary>
    public DatabaseSessionEngine NewEngine(
        TimeProvider clock, DatabaseEngineOptions? options = null, Action<MySqlConnectionStringBuilder>? configure = null)
        => new(NewDataSource(configure), clock, options ?? new DatabaseEngineOptions { ClockSkew = TimeSpan.Zero });

    public MySqlDataSource NewDataSource(Action<MySqlConnectionStringBuilder>? configure = null)
    {
        var builder = new MySqlConnectionStringBuilder(connectionString.ConnectionString);
        configure?.Invoke(builder);
        var dataSource = new MySqlDataSource(builder.ConnectionString);
        _dataSources.Add(dataSource);
        return dataSource;
    }

    public ValueTask<MySqlConnection> ConnectAsync() => _own.OpenConnectionAsync(TestContext.Current.CancellationToken);

    /// <summary>Runs SQL on a separate connection.</summary>
    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var command = _own.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until a number of connections to this database wait for a lock.</summary>
    public async Task UntilBlockedAsync(int connections = 1)
    {
        while ((await FindBlockedAsync()).Count != connections)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Returns the connections to this database that wait for a lock, and their transactions.</summary>
    /// <remarks>
    /// Parses the text of the monitor, because information_schema.innodb_trx is not updated while several tests read it frequently.
    /// </remarks>
    public async Task<IReadOnlyList<(long Connection, string Transaction)>> FindBlockedAsync()
    {
        await using var connection = await ConnectAsync();
        await using var monitor = new MySqlCommand("SHOW ENGINE INNODB STATUS", connection);
        string text;
        await using (var rows = await monitor.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            Assert.True(await rows.ReadAsync(TestContext.Current.CancellationToken));
            text = rows.GetString(2);
        }

        var own = (string)(await ExecuteAsync($"SELECT GROUP_CONCAT(id) FROM information_schema.processlist WHERE db = '{Name}'"))!;
        var ids = own.Split(',');
        return
        [
            .. BlockedTransaction().Matches(text)
                .Where(match => ids.Contains(match.Groups["connection"].Value))
                .Select(static match => (
                    long.Parse(match.Groups["connection"].ValueSpan, CultureInfo.InvariantCulture), match.Groups["transaction"].Value)),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var dataSource in _dataSources)
        {
            await dataSource.DisposeAsync();
        }

        await _own.DisposeAsync();
    }

    [GeneratedRegex(@"---TRANSACTION (?<transaction>\d+),[^-]*\nLOCK WAIT[^-]*?MariaDB thread id (?<connection>\d+)")]
    private static partial Regex BlockedTransaction();
}
