using TypedSessions.Engines.Database;
using TypedSessions.Engines.Files;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Database;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Clocks;

public sealed class ClockSkewOnSqliteTests : ClockSkewTests
{
    private readonly SqliteFile _file = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _file.Dispose();
    }

    private protected override async ValueTask<ISessionEngine> OpenAsync(TimeProvider timeProvider)
    {
        var engine = _file.NewEngine(timeProvider, new DatabaseEngineOptions());
        await engine.EnsureCreatedAsync(Token);
        return engine;
    }
}

public sealed class ClockSkewOnFilesTests : ClockSkewTests
{
    private readonly TempFolder _temp = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _temp.Dispose();
    }

    private protected override ValueTask<ISessionEngine> OpenAsync(TimeProvider timeProvider)
        => new(new FileSessionEngine(new FileEngineOptions { Path = _temp.GetPath("sessions") }, timeProvider));
}

public sealed class ClockSkewOnPostgresTests(PostgresServer server) : ClockSkewTests
{
    private readonly List<PostgresSchema> _schemas = [];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var schema in _schemas)
        {
            await schema.DisposeAsync();
        }
    }

    [Fact]
    public async Task Only_records_that_have_expired_by_the_clock_of_the_server_are_removed()
    {
        var schema = await OpenSchemaAsync();
        var ahead = schema.NewEngine(new AheadOfSystem(), new DatabaseEngineOptions { ClockSkew = TimeSpan.Zero });
        await ahead.EnsureCreatedAsync(Token);
        await ServerClock.AssertIsFollowedAsync(ahead);
        Assert.Equal(1L, await schema.ExecuteAsync("SELECT COUNT(*) FROM typed_sessions"));
    }

    private protected override async ValueTask<ISessionEngine> OpenAsync(TimeProvider timeProvider)
    {
        var schema = _schemas.FirstOrDefault() ?? await OpenSchemaAsync();
        var engine = schema.NewEngine(timeProvider, new DatabaseEngineOptions());
        await engine.EnsureCreatedAsync(Token);
        return engine;
    }

    private async ValueTask<PostgresSchema> OpenSchemaAsync()
    {
        var schema = await server.OpenAsync();
        _schemas.Add(schema);
        return schema;
    }
}

public sealed class ClockSkewOnMariaDbTests(MariaDbServer server) : ClockSkewTests
{
    private MariaDbDatabase? _database;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task Only_records_that_have_expired_by_the_clock_of_the_server_are_removed()
    {
        await using var ahead = _database!.NewEngine(new AheadOfSystem(), new DatabaseEngineOptions { ClockSkew = TimeSpan.Zero });
        await ServerClock.AssertIsFollowedAsync(ahead);
        Assert.Equal(1L, await _database.ExecuteAsync("SELECT COUNT(*) FROM typed_sessions"));
    }

    private protected override async ValueTask<ISessionEngine> OpenAsync(TimeProvider timeProvider)
    {
        _database ??= await server.OpenAsync();
        var engine = _database.NewEngine(timeProvider, new DatabaseEngineOptions());
        await engine.EnsureCreatedAsync(Token);
        return engine;
    }
}

/// <summary>A clock that is a day ahead of the server.</summary>
internal sealed class AheadOfSystem : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromDays(1);
}

internal static class ServerClock
{
    /// <summary>Asserts that an engine whose clock is ahead removes only records that have expired by the server's clock.</summary>
    public static async Task AssertIsFollowedAsync(DatabaseSessionEngine ahead)
    {
        var token = TestContext.Current.CancellationToken;
        foreach (var minutes in new[] { -1, 30 })
        {
            var now = TimeProvider.System.GetUtcNow();
            var record = new SessionRecord { Values = Values(), CreatedAt = now, ExpiresAt = now + TimeSpan.FromMinutes(minutes) };
            Assert.True(await ahead.CreateAsync(NewKey(), record, token));
        }

        Assert.Equal(1, await ahead.CountExpiredAsync(token));
        Assert.Equal(1, await ahead.RemoveExpiredAsync(10, token));
    }
}
