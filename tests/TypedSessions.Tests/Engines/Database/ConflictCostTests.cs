using System.Data.Common;
using Microsoft.Data.Sqlite;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Proof.Faults;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database;

/// <summary>The statements of an update if another request has changed the session since it was loaded.</summary>
public sealed class ConflictCostTests(PostgresServer server)
{
    [Fact]
    public async Task A_merge_inside_a_value_costs_on_sqlite_what_a_merge_of_keys_costs()
    {
        using var file = new SqliteFile();
        await AssertSameCostAsync(SqliteFactory.Instance.CreateDataSource(file.ConnectionString), DatabaseDialect.Sqlite);
    }

    [Fact]
    public async Task A_merge_inside_a_value_costs_on_postgres_what_a_merge_of_keys_costs()
    {
        await using var schema = await server.OpenAsync();
        await AssertSameCostAsync(schema.NewDataSource(), DatabaseDialect.PostgreSql);
    }

    private static async Task AssertSameCostAsync(DbDataSource dataSource, DatabaseDialect dialect)
    {
        var clock = new ManualClock();
        var points = new FaultPoints(clock, TimeSpan.FromSeconds(1), FaultyDataSource.CreateException);
        await using var engine = new DatabaseSessionEngine(
            new FaultyDataSource(dataSource, points), clock, new DatabaseEngineOptions { Dialect = dialect });
        await engine.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        var inTime = await CountAsync(null);
        var ofKeys = await CountAsync(Set("other", "theirs"));
        var ofParts = await CountAsync(SetList("list", "[1]", "[1,2]"));

        Assert.Equal(ofKeys, ofParts);
        Assert.Equal(1, ofParts.Count(static call => call == "SELECT"));
        Assert.DoesNotContain("SELECT", inTime);

        async Task<string[]> CountAsync(SessionValueChange? theirs)
        {
            var (key, record) = (NewKey(), new SessionRecord
            {
                Values = Values(("list", "[1]")),
                CreatedAt = clock.GetUtcNow(),
                ExpiresAt = clock.GetUtcNow() + TimeSpan.FromHours(1),
            });
            await engine.CreateAsync(key, record, TestContext.Current.CancellationToken);
            if (theirs is { } change)
            {
                await UpdateAsync(key, record, change);
            }

            points.Arm();
            var result = await UpdateAsync(key, record, SetList("list", "[1]", "[1,3]"));
            Assert.True(result.IsStored);
            return [.. points.Calls];
        }

        async Task<CommitResult> UpdateAsync(SessionKey key, SessionRecord record, SessionValueChange change)
            => await engine.UpdateAsync(
                key, record, new SessionChanges { Values = new[] { change }, ExpiresAt = record.ExpiresAt }, CancellationToken.None);
    }
}
