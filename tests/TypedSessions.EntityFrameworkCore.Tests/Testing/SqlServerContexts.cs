using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using TypedSessions.Engines.Database;

namespace TypedSessions.EntityFrameworkCore.Tests.Testing;

/// <summary>Contexts for SQL Server that create scripts without a server.</summary>
internal sealed class SqlServerContexts : TestDatabase
{
    private const string ConnectionString = "Server=none;User ID=none;Password=none";

    public DbDataSource DataSource { get; } = SqlClientFactory.Instance.CreateDataSource(ConnectionString);

    public override void Configure(DbContextOptionsBuilder options) => options.UseSqlServer(ConnectionString);

    public override void ConfigureByConnection(DbContextOptionsBuilder options)
        => options.UseSqlServer(new SqlConnection(ConnectionString));

    public override DatabaseSessionEngine NewEngine(TimeProvider clock, DatabaseEngineOptions? options = null)
        => new(DataSource, clock, options);

    public override Task<object?> ExecuteAsync(string sql) => throw new NotSupportedException();

    public override Task<string> DescribeAsync(string table) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => DataSource.DisposeAsync();
}
