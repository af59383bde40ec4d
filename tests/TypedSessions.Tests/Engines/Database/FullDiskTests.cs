using System.Data.Common;
using Microsoft.Data.Sqlite;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Files;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database;

/// <summary>On a full disk, visitors can log out and expired sessions are removed, although SQLite needs free space to delete.</summary>
public sealed class FullDiskTests : SqliteEngineTest
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private string Reserve => File.Path + "-reserve";

    [Fact]
    public async Task Only_removals_use_the_reserve()
    {
        await using var disk = new FullDisk(File);
        await using var engine = NewEngine(disk);
        var (first, second, expired) = (NewKey(), NewKey(), NewKey());
        foreach (var (key, lasts) in new[] { (first, 20), (second, 20), (expired, 1) })
        {
            Assert.True(await engine.CreateAsync(key, RecordFor(lasts), Token));
        }

        Clock.Advance(TimeSpan.FromDays(2));
        Assert.True(System.IO.File.Exists(Reserve));
        disk.IsFull = true;
        await AssertFailsAsync("disk is full", async () => await engine.CreateAsync(NewKey(), NewRecord(), Token));

        // Concurrent writes share a transaction.
        var create = engine.CreateAsync(NewKey(), NewRecord(), Token).AsTask();
        var removals = new[] { engine.RemoveAsync(first, Token).AsTask(), engine.RemoveAsync(second, Token).AsTask() };
        var removed = await Task.WhenAll(removals);
        Assert.Equal([true, true], removed);
        await Assert.ThrowsAsync<SessionEngineException>(() => create);
        Assert.Equal(1, await engine.RemoveExpiredAsync(10, Token));
        Assert.False(System.IO.File.Exists(Reserve));

        await AssertFailsAsync("DiskReserve", async () => await engine.CreateAsync(NewKey(), NewRecord(), Token));
        await AssertFailsAsync("DiskReserve", async () => await engine.UpdateAsync(first, NewRecord(), Change(), Token));
        Assert.Equal(0, await engine.CountAsync(Token));
    }

    [Fact]
    public async Task Sessions_are_stored_again_when_the_reserve_is_complete()
    {
        await using var disk = new FullDisk(File);
        await using var engine = NewEngine(disk);
        var key = NewKey();
        Assert.True(await engine.CreateAsync(key, NewRecord(), Token));
        disk.IsFull = true;
        Assert.True(await engine.RemoveAsync(key, Token));
        disk.IsFull = false;

        await AssertFailsAsync("DiskReserve", async () => await engine.CreateAsync(key, NewRecord(), Token));
        Clock.Advance(RetryInterval);

        Assert.True(await engine.CreateAsync(key, NewRecord(), Token));
        Assert.True(System.IO.File.Exists(Reserve));
    }

    [Fact]
    public async Task Without_a_reserve_a_removal_on_a_full_disk_throws()
    {
        await using var disk = new FullDisk(File) { HasReserve = false };
        await using var engine = NewEngine(disk, reserve: 0);
        var key = NewKey();
        Assert.True(await engine.CreateAsync(key, NewRecord(), Token));
        disk.IsFull = true;

        await AssertFailsAsync("disk is full", async () => await engine.RemoveAsync(key, Token));
        Assert.NotNull(await engine.LoadAsync(key, Token));
    }

    [Fact]
    public async Task Sessions_are_removed_on_a_full_disk()
    {
        using var disk = SmallDisk.Mount();
        var options = new DatabaseEngineOptions { DiskReserve = 256 * 1024, ClockSkew = TimeSpan.Zero };
        var dataSource = SqliteFactory.Instance.CreateDataSource($"Data Source={disk.GetPath("sessions.db")};Pooling=False");
        await using var engine = new DatabaseSessionEngine(dataSource, Clock, options);
        await engine.EnsureCreatedAsync(Token);
        var keys = new SessionKey[8];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = NewKey();
            Assert.True(await engine.CreateAsync(keys[i], RecordFor(i < 4 ? 1 : 20, ("big", new string('x', 20_000))), Token));
        }

        disk.Fill();
        var big = NewRecord(("big", new string('x', 50_000)));
        await AssertFailsAsync("disk is full", async () => await engine.CreateAsync(NewKey(), big, Token));
        Clock.Advance(TimeSpan.FromDays(2));
        Assert.True(await engine.RemoveAsync(keys[4], Token));
        Assert.Equal(4, await engine.RemoveExpiredAsync(10, Token));
        await AssertFailsAsync("DiskReserve", async () => await engine.CreateAsync(NewKey(), NewRecord(), Token));
        Assert.NotNull(await engine.LoadAsync(keys[5], Token));

        disk.Empty();
        Clock.Advance(RetryInterval);
        Assert.True(await engine.CreateAsync(NewKey(), NewRecord(), Token));
        Assert.Equal(4, await engine.CountAsync(Token));
    }

    private static async Task AssertFailsAsync(string words, Func<Task> work)
    {
        var error = await Assert.ThrowsAsync<SessionEngineException>(work);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private SessionRecord RecordFor(int days, params (string Key, string Value)[] values)
        => new() { Values = Values(values), CreatedAt = Clock.GetUtcNow(), ExpiresAt = Clock.GetUtcNow().AddDays(days) };

    private DatabaseSessionEngine NewEngine(FullDisk disk, long reserve = 64 * 1024)
        => new(disk, Clock, new DatabaseEngineOptions
        {
            Dialect = DatabaseDialect.Sqlite,
            DiskReserve = reserve,
            ClockSkew = TimeSpan.Zero,
            ShouldYield = static () => true,
        });

    /// <summary>A database that, while its disk is full, commits only the operations that the reserved space is for.</summary>
    private sealed class FullDisk(SqliteFile file) : DbDataSource
    {
        public bool IsFull { get; set; }

        public bool HasReserve { get; init; } = true;

        public override string ConnectionString => file.ConnectionString;

        public void ThrowIfFull(string sql)
        {
            if (IsFull && sql == "COMMIT" && (System.IO.File.Exists(file.Path + "-reserve") || !HasReserve))
            {
                throw new SqliteException("SQLite Error 13: 'database or disk is full'.", 13);
            }
        }

        protected override DbConnection CreateDbConnection() => new Connection(this);

        private sealed class Connection(FullDisk disk) : SqliteConnection(disk.ConnectionString)
        {
            public override SqliteCommand CreateCommand() => new Command(disk) { Connection = this, CommandTimeout = DefaultTimeout };
        }

        private sealed class Command(FullDisk disk) : SqliteCommand
        {
            public override int ExecuteNonQuery()
            {
                disk.ThrowIfFull(CommandText);
                return base.ExecuteNonQuery();
            }
        }
    }
}
