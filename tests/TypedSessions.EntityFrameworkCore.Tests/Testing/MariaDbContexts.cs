using Microsoft.EntityFrameworkCore;
using MySql.Data.MySqlClient;
using TypedSessions.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.EntityFrameworkCore.Tests.Testing;

/// <summary>A MariaDB database. Contexts use Oracle's provider, engines use MySqlConnector.</summary>
internal sealed class MariaDbContexts : TestDatabase
{
    private readonly MariaDbDatabase _database;
    private readonly string _connectionString;

    private MariaDbContexts(MariaDbDatabase database)
    {
        _database = database;
        _connectionString = $"Server=127.0.0.1;Port={database.Port};User ID={MariaDbServer.User};Password={MariaDbServer.Password};"
            + $"Database={database.Name}";
    }

    public static async Task<MariaDbContexts> OpenAsync(MariaDbServer server) => new(await server.OpenAsync());

    public override void Configure(DbContextOptionsBuilder options) => options.UseMySQL(_connectionString);

    public override void ConfigureByConnection(DbContextOptionsBuilder options) => options.UseMySQL(new MySqlConnection(_connectionString));

    public override DatabaseSessionEngine NewEngine(TimeProvider clock, DatabaseEngineOptions? options = null)
        => _database.NewEngine(clock, options);

    public override Task<object?> ExecuteAsync(string sql) => _database.ExecuteAsync(sql);

    public override async Task<string> DescribeAsync(string table) => (string)(await ExecuteAsync($"""
        SELECT GROUP_CONCAT(line ORDER BY line SEPARATOR '\n') FROM (
            SELECT CONCAT_WS(' ', 'column', ordinal_position, column_name, column_type, is_nullable, column_default, extra,
                collation_name) AS line
            FROM information_schema.columns WHERE table_name = '{table}' AND table_schema = DATABASE()
            UNION ALL
            SELECT CONCAT_WS(' ', 'index', index_name, non_unique, seq_in_index, column_name, sub_part, index_type)
            FROM information_schema.statistics WHERE table_name = '{table}' AND table_schema = DATABASE()) AS described
        """))!;

    public override async ValueTask DisposeAsync()
    {
        await using (var connection = new MySqlConnection(_connectionString))
        {
            await connection.ClearPoolAsync(connection);
        }

        await _database.DisposeAsync();
    }
}
