using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MySqlConnector;
using Npgsql;
using TypedSessions.Documentation.Tests.Testing;
using TypedSessions.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/sqlite.md")]
public sealed class SqliteTests
{
    [Fact]
    [Paste("SqliteFactory.Instance,")]
    public async Task Sessions_are_kept_in_the_file()
    {
        using var folder = new TempFolder();
        var file = folder.GetPath("sessions.db");
        await using (var site = await Project.RunAsync(VisitCounter.Connect($"Data Source={file};Pooling=False")))
        {
            await VisitCounter.AssertCountsAsync(site);
        }

        Assert.True(File.Exists(file));
    }
}

[Page("docs/postgresql.md")]
public sealed class PostgreSqlTests(PostgresServer server)
{
    [Fact]
    [Paste("NpgsqlFactory.Instance")]
    public async Task Sessions_are_kept_in_the_table()
    {
        await using var schema = await server.OpenAsync();
        await using var site = await Project.RunAsync(VisitCounter.Connect(schema.ConnectionString));
        await VisitCounter.AssertCountsAsync(site);
        Assert.Equal(1L, await schema.ExecuteAsync("SELECT COUNT(*) FROM typed_sessions"));
    }

    [Fact]
    [Paste("NpgsqlFactory.Instance")]
    [Paste("options.SynchronousCommit = false")]
    public async Task An_option_lets_commits_return_before_the_disk_has_them()
    {
        await using var schema = await server.OpenAsync();
        await using var site = await Project.RunAsync(VisitCounter.Connect(schema.ConnectionString));
        await VisitCounter.AssertCountsAsync(site);
        Assert.False(site.Services.GetRequiredService<IOptions<DatabaseEngineOptions>>().Value.SynchronousCommit);
    }

    [Fact]
    [Paste("NpgsqlFactory.Instance")]
    public async Task The_granted_rights_are_enough_for_a_table_that_exists()
    {
        await using var schema = await server.OpenAsync();
        await schema.ExecuteAsync(schema.NewEngine(TimeProvider.System).CreateScript);
        var user = $"{schema.Name}_shop";
        var grants = MarkdownPage.Read("docs/postgresql.md").FindBlock("GRANT USAGE").Text
            .Replace("app.sessions", "typed_sessions", StringComparison.Ordinal)
            .Replace("SCHEMA app", $"SCHEMA {schema.Name}", StringComparison.Ordinal)
            .Replace("shop", user, StringComparison.Ordinal);
        await schema.ExecuteAsync($"CREATE ROLE {user} LOGIN PASSWORD '{PostgresServer.Password}'; {grants}");

        var connectionString = new NpgsqlConnectionStringBuilder(schema.ConnectionString) { Username = user };
        await using var site = await Project.RunAsync(VisitCounter.Connect(connectionString.ConnectionString));

        await VisitCounter.AssertCountsAsync(site);
    }
}

[Page("docs/mysql.md")]
public sealed class MySqlTests(MariaDbServer server)
{
    [Fact]
    [Paste("MySqlConnectorFactory.Instance")]
    public async Task Sessions_are_kept_in_the_table()
    {
        await using var database = await server.OpenAsync();
        await using var site = await Project.RunAsync(VisitCounter.Connect(database.ConnectionString));
        await VisitCounter.AssertCountsAsync(site);
        Assert.Equal(1L, await database.ExecuteAsync("SELECT COUNT(*) FROM typed_sessions"));
    }

    [Fact]
    [Paste("MySqlConnectorFactory.Instance")]
    public async Task The_granted_rights_are_enough_for_a_table_that_exists()
    {
        await using var database = await server.OpenAsync();
        await database.ExecuteAsync(database.NewEngine(TimeProvider.System).CreateScript);
        var user = $"{database.Name}_shop";
        var grants = MarkdownPage.Read("docs/mysql.md").FindBlock("GRANT SELECT").Text
            .Replace("shop.typed_sessions", $"{database.Name}.typed_sessions", StringComparison.Ordinal)
            .Replace("'shop'@'10.0.0.%'", $"'{user}'@'127.0.0.1'", StringComparison.Ordinal);
        await database.ExecuteAsync($"CREATE USER '{user}'@'127.0.0.1' IDENTIFIED BY '{MariaDbServer.Password}'; {grants}");

        var connectionString = new MySqlConnectionStringBuilder(database.ConnectionString) { UserID = user };
        await using var site = await Project.RunAsync(VisitCounter.Connect(connectionString.ConnectionString));

        await VisitCounter.AssertCountsAsync(site);
    }
}

[Page("docs/sql-server.md")]
public sealed class SqlServerTests
{
    [Fact]
    [Paste("SqlClientFactory.Instance")]
    public async Task The_program_compiles_and_reports_a_missing_server()
    {
        const string unreachable = "Server=127.0.0.1,1;User ID=shop;Password=none;Connect Timeout=1;Encrypt=False";
        var stopped = await Assert.ThrowsAnyAsync<Exception>(() => Project.RunAsync(VisitCounter.Connect(unreachable)));
        Assert.Contains("(SQL Server, table typed_sessions) could not open a connection", stopped.Message, StringComparison.Ordinal);
    }
}
