using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Documentation.Tests.Testing;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/engines.md")]
public sealed class EnginesTests(PostgresServer server)
{
    [Fact]
    [Paste("SessionGuarantees.Revocation")]
    public async Task An_engine_that_can_end_sessions_passes_the_check()
    {
        await using var site = await Project.RunAsync(VisitCounter.Endpoint);
        await VisitCounter.AssertCountsAsync(site);
    }

    [Fact]
    [Paste("UseCookie()")]
    [Paste("SessionGuarantees.Revocation")]
    public async Task An_engine_that_cannot_end_sessions_fails_the_check()
    {
        var stopped = await Assert.ThrowsAsync<InvalidOperationException>(() => Project.RunAsync());
        Assert.Equal("This application ends sessions by itself. Choose an engine that can.", stopped.Message);
    }

    [Fact]
    [Paste("    .UseConfiguredEngine(providers")]
    public async Task The_configuration_chooses_the_engine()
    {
        await using var schema = await server.OpenAsync();
        var settings = new SiteSettings
        {
            Probe = VisitCounter.Endpoint,
            Arguments = ["--ConnectionStrings:Shop", schema.ConnectionString],
        };
        var json = MarkdownPage.Read("docs/engines.md").FindBlock("\"Engine\": \"database\"").Text;
        await File.WriteAllTextAsync(settings.GetPath("appsettings.json"), json, TestContext.Current.CancellationToken);
        await using var site = await Project.RunAsync(settings);
        await VisitCounter.AssertCountsAsync(site);
        Assert.Equal(1L, await schema.ExecuteAsync("SELECT COUNT(*) FROM sessions"));
    }

    [Fact]
    [Paste("    .UseConfiguredEngine(providers")]
    public async Task An_unknown_engine_in_the_configuration_is_named_at_start()
    {
        var stopped = await Assert.ThrowsAnyAsync<Exception>(
            () => Project.RunAsync(new SiteSettings { Arguments = ["--Sessions:Engine", "redis"] }));
        Assert.Contains("Sessions:Engine is 'redis'. It can be memory, files, database,", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Paste("builder.Services.AddTypedSessions().UseMemory();")]
    public async Task Memory_keeps_sessions()
    {
        await using var site = await Project.RunAsync(VisitCounter.Endpoint);
        await VisitCounter.AssertCountsAsync(site);
    }

    [Fact]
    [Paste("    .UseDatabase(Npgsql.NpgsqlFactory.Instance, builder")]
    [Paste("Console.WriteLine(database.CreateScript);")]
    public async Task The_database_engine_creates_its_table_and_prints_the_script()
    {
        await using var schema = await server.OpenAsync();
        await using var site = await Project.RunAsync(VisitCounter.Connect(schema.ConnectionString));
        await VisitCounter.AssertCountsAsync(site);
        Assert.Equal(1L, await schema.ExecuteAsync("SELECT COUNT(*) FROM typed_sessions"));
        Assert.Contains("CREATE TABLE", site.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Paste("options.TableName = \"sessions\"")]
    public async Task The_database_engine_uses_the_data_source_of_the_application()
    {
        await using var schema = await server.OpenAsync();
        await using var site = await Project.RunAsync(VisitCounter.Connect(schema.ConnectionString));
        await VisitCounter.AssertCountsAsync(site);
        Assert.Equal(1L, await schema.ExecuteAsync("SELECT COUNT(*) FROM sessions"));
    }

    [Fact]
    [Paste("class ServerDialect")]
    public async Task A_dialect_of_the_application_keeps_sessions_in_its_table()
    {
        await using var schema = await server.OpenAsync();
        await using var site = await Project.RunAsync(VisitCounter.Connect(schema.ConnectionString));
        await VisitCounter.AssertCountsAsync(site);
        Assert.Equal("bigint", await schema.ExecuteAsync("UPDATE typed_sessions SET expires = 1 RETURNING pg_typeof(expires)::text"));
        var engine = site.Services.GetRequiredService<ISessionEngine>();
        Assert.Equal(1, await engine.RemoveExpiredAsync(10, TestContext.Current.CancellationToken));
    }

    [Fact]
    [Paste("UseRedis(builder.Configuration.GetConnectionString(\"Redis\"))")]
    public async Task Redis_keeps_sessions()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var site = await Project.RunAsync(
            new SiteSettings { Probe = VisitCounter.Endpoint, Arguments = ["--ConnectionStrings:Redis", redis.Address] });
        await VisitCounter.AssertCountsAsync(site);
        Assert.Equal("1", await redis.ExecuteAsync("EVAL", "return #redis.call('KEYS', 'typed-sessions:*:s:*')", "0"));
    }

    [Fact]
    [Paste("UseFiles(\"/var/lib/myapp/sessions\")")]
    public async Task The_files_engine_has_its_own_folder()
    {
        var settings = new SiteSettings { Probe = VisitCounter.Endpoint };
        await using var site = await Project.RunAsync(settings);
        await VisitCounter.AssertCountsAsync(site);
        var folder = settings.GetPath("myapp/sessions");
        Assert.True(OperatingSystem.IsWindows() || (int)File.GetUnixFileMode(folder) == Convert.ToInt32("700", 8));
        Assert.NotEmpty(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    [Paste("AddTypedSessions().UseCache();")]
    public async Task A_cache_keeps_sessions()
    {
        await using var site = await Project.RunAsync(VisitCounter.Endpoint);
        await VisitCounter.AssertCountsAsync(site);
    }

    [Fact]
    [Paste("cache.MaxStaleness = TimeSpan.FromSeconds(5)")]
    public async Task The_cached_database_keeps_sessions_in_the_database()
    {
        await using var schema = await server.OpenAsync();
        await using var site = await Project.RunAsync(VisitCounter.Connect(schema.ConnectionString));
        await VisitCounter.AssertCountsAsync(site);
        Assert.Equal(1L, await schema.ExecuteAsync("SELECT COUNT(*) FROM typed_sessions"));
    }

    [Fact]
    [Paste("UseCookie()")]
    public async Task A_copy_of_a_session_cookie_stays_valid_with_the_cookie_engine()
    {
        var settings = new SiteSettings { Probe = VisitCounter.Endpoint };
        await using var site = await Project.RunAsync(settings);
        using var visitor = site.Open();
        Assert.Equal("1", await visitor.ReadAsync("/visit"));
        using var copy = visitor.Copy();
        Assert.Equal("2", await visitor.ReadAsync("/visit"));
        Assert.Equal("2", await copy.ReadAsync("/visit"));
        Assert.NotEmpty(Directory.EnumerateFiles(settings.GetPath("myapp/keys")));
    }

    [Fact]
    [Paste("UseEngine(services")]
    public async Task An_engine_of_the_application_keeps_sessions()
    {
        await using var site = await Project.RunAsync(VisitCounter.Endpoint);
        await VisitCounter.AssertCountsAsync(site);
    }

    [Theory]
    [InlineData("Removed 0 expired sessions.\n", "clearsessions", "--batch", "1000")]
    [InlineData("0 expired sessions would be removed.\n", "clearsessions", "--dry-run")]
    [Paste("options.Cleanup.Enabled = false")]
    public async Task The_command_removes_expired_sessions(string output, params string[] arguments)
        => Assert.Equal((0, output), await Project.RunToEndAsync(new SiteSettings { Arguments = arguments }));

    [Fact]
    [Paste("options.Cleanup.Enabled = false")]
    public async Task Without_the_command_the_program_serves_requests()
    {
        await using var site = await Project.RunAsync(VisitCounter.Endpoint);
        await VisitCounter.AssertCountsAsync(site);
    }
}
