using Microsoft.Data.Sqlite;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database;

/// <summary>Two engines on one file, like two processes.</summary>
public sealed class SeveralProcessesTests : SqliteEngineTest
{
    [Fact]
    public async Task A_commit_is_immediately_visible_to_the_other_engine()
    {
        await using var other = File.NewEngine(Clock);
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        Assert.Equal("a=1", (await other.LoadAsync(key, Token))!.Values.Show());
        await other.UpdateAsync(key, record, Change(Set("b", "2")), Token);
        var merged = await Engine.UpdateAsync(key, record, Change(Set("c", "3")), Token);
        Assert.Equal(CommitOutcome.Merged, merged.Outcome);
        Assert.Equal("a=1 b=2 c=3", (await other.LoadAsync(key, Token))!.Values.Show());
        Assert.True(await other.RemoveAsync(key, Token));
        Assert.True((await Engine.UpdateAsync(key, record, Change(Set("d", "4")), Token)).IsGone);
    }

    [Fact]
    public async Task Parallel_updates_through_two_engines_lose_nothing()
    {
        await using var other = File.NewEngine(Clock);
        var record = NewRecord();
        var key = await StoreAsync(record);
        var names = Enumerable.Range(0, 200).Select(i => $"n{i:000}").ToArray();
        var results = await Task.WhenAll(names.Select((name, i) => Task.Run(
            async () => await (i % 2 == 0 ? Engine : other).UpdateAsync(key, record, Change(Set(name, "1")), Token), Token)));
        Assert.DoesNotContain(results, result => result.IsGone);
        Assert.Equal(names, (await Engine.LoadAsync(key, Token))!.Values.Select(pair => pair.Key));
    }

    [Fact]
    public async Task Readers_do_not_wait_for_a_writer_that_holds_its_transaction_open()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        using var connection = new SqliteConnection(File.ConnectionString);
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "DELETE FROM typed_sessions";
        Assert.Equal(1, command.ExecuteNonQuery());
        Assert.NotNull(await Engine.LoadAsync(key, Token));
        Assert.Equal(1, await Engine.CountAsync(Token));
    }

    [Fact]
    public async Task Waiting_for_a_lock_times_out_and_works_again_after_its_release()
    {
        await using var engine = File.NewEngine(Clock, new DatabaseEngineOptions { LockTimeout = TimeSpan.FromSeconds(1) });
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        using (var connection = new SqliteConnection(File.ConnectionString))
        {
            connection.Open();
            using var transaction = connection.BeginTransaction();
            var error = await Assert.ThrowsAsync<SessionEngineException>(
                async () => await engine.UpdateAsync(key, record, Change(Set("a", "2")), Token));
            Assert.Contains("LockTimeout", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(CommitOutcome.Applied, (await engine.UpdateAsync(key, record, Change(Set("a", "3")), Token)).Outcome);
    }
}
