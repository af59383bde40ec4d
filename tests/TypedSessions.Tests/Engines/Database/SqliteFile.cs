using Microsoft.Data.Sqlite;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Database;

/// <summary>A database file that is deleted after the test.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly TempFolder _folder = new();

    public string Path => _folder.GetPath("sessions.db");

    // Without a pool, so that disposing the engine closes the file.
    public string ConnectionString => $"Data Source={Path};Pooling=False";

    public DatabaseSessionEngine NewEngine(TimeProvider clock, DatabaseEngineOptions? options = null)
        => new(
            SqliteFactory.Instance.CreateDataSource(ConnectionString),
            clock,
            options ?? new DatabaseEngineOptions { ClockSkew = TimeSpan.Zero });

    /// <summary>
    /// Creates an engine that does not yield for larger batches, so that its calls complete synchronously even if the thread pool is busy.
    /// </summary>
    public DatabaseSessionEngine NewLonelyEngine(TimeProvider clock)
        => NewEngine(clock, new DatabaseEngineOptions { ShouldYield = static () => false, ClockSkew = TimeSpan.Zero });

    /// <summary>Opens an engine and creates its table.</summary>
    public async ValueTask<ISessionEngine> OpenAsync(TimeProvider clock)
    {
        var engine = NewEngine(clock);
        await engine.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        return engine;
    }

    /// <summary>Runs SQL on a separate connection.</summary>
    public object? Execute(string sql, params (string Name, object Value)[] parameters)
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command.ExecuteScalar();
    }

    public void Dispose() => _folder.Dispose();
}
