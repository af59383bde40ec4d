using Microsoft.Data.Sqlite;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Database.Sql;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Engines.Database;

/// <summary>Pages of a list are read from the existing indexes.</summary>
public sealed class PagePlanTests : SqliteEngineTest
{
    private const int Sessions = 5000;

    private static readonly PageStatements Pages = new SessionTable(DatabaseDialect.Sqlite, "typed_sessions", 1000).Pages;

    public static TheoryData<string, string> Lists => new()
    {
        { nameof(Pages.Ascending), "SEARCH typed_sessions USING INDEX typed_sessions_expires (expires>?)" },
        { nameof(Pages.Descending), "SEARCH typed_sessions USING INDEX typed_sessions_expires (expires>? AND expires<?)" },
        { nameof(Pages.ByKey), "SEARCH typed_sessions USING INDEX sqlite_autoindex_typed_sessions_1 (key>? AND key<?)" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_page_is_read_from_an_index_and_not_sorted_but_for_equal_times(string list, string expected)
    {
        File.Execute($"""
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {Sessions})
            INSERT INTO typed_sessions ("key", created, expires, version, payload)
            SELECT randomblob(32), 1, n * 1000, 1, x'01' FROM numbers
            """);
        File.Execute("ANALYZE");

        var plan = Explain(GetSql(Pages, list));
        Assert.Contains(expected, plan);
        Assert.DoesNotContain("USE TEMP B-TREE FOR ORDER BY", plan);
    }

    [Fact]
    public void No_page_is_found_by_the_number_of_rows_before_it()
        => Assert.All(
            new[] { DatabaseDialect.Sqlite, DatabaseDialect.PostgreSql, DatabaseDialect.MySql, DatabaseDialect.SqlServer },
            static dialect =>
            {
                var pages = new SessionTable(dialect, "typed_sessions", 1000).Pages;
                Assert.All(Lists, list =>
                {
                    Assert.DoesNotContain("OFFSET", GetSql(pages, list.Data.Item1), StringComparison.OrdinalIgnoreCase);
                    Assert.DoesNotContain("COUNT", GetSql(pages, list.Data.Item1), StringComparison.OrdinalIgnoreCase);
                });
            });

    [Fact]
    public async Task A_damaged_row_is_skipped_and_the_page_has_a_successor()
    {
        var keys = new List<SessionKey>();
        for (var i = 0; i < 6; i++)
        {
            keys.Add(await StoreAsync(NewRecord() with { ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(1 + i) }));
        }

        File.Execute("UPDATE typed_sessions SET deadline = 9223372036854775807 WHERE \"key\" = @key", ("@key", keys[1].ToArray()));
        var pages = (IPagedSessionInventory)Engine;
        var page = await pages.ReadPageAsync(null, 2, isDescending: false, Token);
        Assert.Equal([keys[0], keys[2]], page.Sessions.Select(static session => session.Key));
        page = await pages.ReadPageAsync(page.Next, 3, isDescending: false, Token);
        Assert.Equal(keys[3..], page.Sessions.Select(static session => session.Key));
        Assert.Null(page.Next);
    }

    private static string GetSql(PageStatements pages, string list)
        => ((Statement)typeof(PageStatements).GetProperty(list)!.GetValue(pages)!).Sql;

    private List<string> Explain(string sql)
    {
        using var connection = new SqliteConnection(File.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
        foreach (var name in new[] { "@expires", "@now", "@batch" })
        {
            command.Parameters.AddWithValue(name, 51);
        }

        command.Parameters.AddWithValue("@key", new byte[32]);
        command.Parameters.AddWithValue("@last", new byte[32]);
        using var rows = command.ExecuteReader();
        var plan = new List<string>();
        while (rows.Read())
        {
            plan.Add(rows.GetString(3));
        }

        return plan;
    }
}
