using Microsoft.EntityFrameworkCore;
using Npgsql;
using TypedSessions.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.EntityFrameworkCore.Tests.Testing;

internal sealed class PostgresDatabase : TestDatabase
{
    private readonly PostgresSchema _schema;
    private readonly string _connectionString;

    private PostgresDatabase(PostgresSchema schema, string connectionString)
    {
        _schema = schema;
        _connectionString = connectionString;
    }

    public static async Task<PostgresDatabase> OpenAsync(PostgresServer server)
    {
        var schema = await server.OpenAsync();
        var connectionString = server.ConnectionString;
        connectionString.SearchPath = schema.Name;
        return new PostgresDatabase(schema, connectionString.ConnectionString);
    }

    public override void Configure(DbContextOptionsBuilder options) => options.UseNpgsql(_connectionString);

    public override void ConfigureByConnection(DbContextOptionsBuilder options) => options.UseNpgsql(_schema.NewDataSource());

    public override DatabaseSessionEngine NewEngine(TimeProvider clock, DatabaseEngineOptions? options = null)
        => _schema.NewEngine(clock, options);

    public override Task<object?> ExecuteAsync(string sql) => _schema.ExecuteAsync(sql);

    public override async Task<string> DescribeAsync(string table) => (string)(await ExecuteAsync($"""
        SELECT string_agg(line, E'\n' ORDER BY line) FROM (
            SELECT concat_ws(' ', 'column', ordinal_position, column_name, udt_name, is_nullable, column_default, is_identity,
                datetime_precision, character_maximum_length) AS line
            FROM information_schema.columns WHERE table_name = '{table}' AND table_schema = current_schema
            UNION ALL
            SELECT indexdef FROM pg_indexes WHERE tablename = '{table}' AND schemaname = current_schema
            UNION ALL
            SELECT concat_ws(' ', conname, pg_get_constraintdef(oid)) FROM pg_constraint
            WHERE conrelid = '"{table}"'::regclass) AS described
        """))!;

    public override async ValueTask DisposeAsync()
    {
        await _schema.DisposeAsync();
        await using var connection = new NpgsqlConnection(_connectionString);
        NpgsqlConnection.ClearPool(connection);
    }
}
