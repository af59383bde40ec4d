using Npgsql;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Database.Sql;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>Pages of a list are read from the existing indexes.</summary>
public sealed class PagePlanTests(PostgresServer server) : PostgresEngineTest(server)
{
    private static readonly PageStatements Pages = new SessionTable(DatabaseDialect.PostgreSql, "typed_sessions", 1000).Pages;

    [Fact]
    public async Task A_page_is_read_from_an_index_and_sorted_only_among_equal_times()
    {
        await using var connection = await Schema.ConnectAsync();
        await ExecuteAsync("""
            INSERT INTO typed_sessions ("key", created, expires, version, payload)
            SELECT sha256(n::text::bytea), now(), now() + n * interval '1 second', 1, '\x01' FROM generate_series(1, 20000) AS n
            """);
        await ExecuteAsync("ANALYZE typed_sessions");

        Assert.Matches("Incremental Sort(.|\n)*Index Scan using typed_sessions_expires ", await ExplainAsync(Pages.Ascending));
        Assert.Matches("Incremental Sort(.|\n)*Index Scan Backward using typed_sessions_expires ", await ExplainAsync(Pages.Descending));
        Assert.Matches("Index Scan using typed_sessions_pkey ", await ExplainAsync(Pages.ByKey));

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(Token);
        }

        async Task<string> ExplainAsync(Statement statement)
        {
            var sql = statement.Sql
                .Replace("@expires", "now() + interval '2 hours'", StringComparison.Ordinal)
                .Replace("@now", "now()", StringComparison.Ordinal)
                .Replace("@key", "'\\x05'", StringComparison.Ordinal)
                .Replace("@last", "'\\xff'", StringComparison.Ordinal)
                .Replace("@batch", "51", StringComparison.Ordinal);
            await using var command = new NpgsqlCommand($"EXPLAIN {sql}", connection);
            await using var rows = await command.ExecuteReaderAsync(Token);
            var plan = "";
            while (await rows.ReadAsync(Token))
            {
                plan += rows.GetString(0) + '\n';
            }

            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
            return plan;
        }
    }
}
