using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using TypedSessions.Engines.Database;
using TypedSessions.Tests.Engines.Database;

namespace TypedSessions.EntityFrameworkCore.Tests.Testing;

internal sealed class SqliteContexts : TestDatabase
{
    private readonly SqliteFile _file = new();

    public override void Configure(DbContextOptionsBuilder options) => options.UseSqlite(_file.ConnectionString);

    public override void ConfigureByConnection(DbContextOptionsBuilder options)
        => options.UseSqlite(new SqliteConnection(_file.ConnectionString));

    public override DatabaseSessionEngine NewEngine(TimeProvider clock, DatabaseEngineOptions? options = null)
        => _file.NewEngine(clock, options);

    public override Task<object?> ExecuteAsync(string sql) => Task.FromResult(_file.Execute(sql));

    public override async Task<string> DescribeAsync(string table) => (string)(await ExecuteAsync($"""
        SELECT group_concat(line, char(10)) FROM (
            SELECT printf('column %s %s %s %s %s %s', cid, name, type, "notnull", dflt_value, pk) AS line FROM pragma_table_info('{table}')
            UNION ALL
            SELECT printf('index %s %s %s %s %s %s %s', i.name, i."unique", i.partial, c.seqno, c.name, c."desc", c.coll)
            FROM pragma_index_list('{table}') i, pragma_index_xinfo(i.name) c
            UNION ALL
            SELECT printf('%s %s', name, substr(sql, instr(sql, 'WHERE'))) FROM sqlite_master
            WHERE tbl_name = '{table}' AND sql LIKE '%WHERE%'
            ORDER BY 1)
        """))!;

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }
}
