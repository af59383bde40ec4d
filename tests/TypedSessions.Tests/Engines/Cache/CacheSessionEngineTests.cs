using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Options;
using TypedSessions.Engines.Cache;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Cache;

/// <summary>The behaviour of the cache engine beyond the conformance suite.</summary>
public sealed class CacheSessionEngineTests : CacheEngineTest
{
    [Fact]
    public async Task No_entry_is_outside_the_prefix()
    {
        var engine = new CacheSessionEngine(Cache, Clock, new CacheEngineOptions { KeyPrefix = "shop/" });
        var (key, newKey, record) = (NewKey(), NewKey(), NewRecord());
        await engine.CreateAsync(key, record, Token);
        await engine.UpdateAsync(key, record, Change(Set("a", "1")), Token);
        await engine.RotateAsync(key, newKey, record, Change(), Token);
        await engine.RemoveAsync(newKey, Token);

        Assert.All(Cache.Calls, call => Assert.StartsWith("shop/", call.Name, StringComparison.Ordinal));
        Assert.Contains(Cache.Calls, call => call.Name == $"shop/{key}");
        Assert.Throws<OptionsValidationException>(() => new CacheSessionEngine(Cache, Clock, new CacheEngineOptions { KeyPrefix = " " }));
    }

    [Fact]
    public async Task A_synchronous_load_blocks_only_for_the_cache_s_synchronous_call()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        Cache.Before = call => call == "get here" ? Task.CompletedTask : new TaskCompletionSource().Task;
        Assert.Equal("a=1", Engine.Load(key, TimeSpan.FromMinutes(1))!.Values.Show());
    }

    [Fact]
    public async Task A_cache_without_synchronous_calls_is_waited_for()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        Cache.Before = call => call == "get here" ? Task.FromException(new NotSupportedException()) : Task.CompletedTask;
        Assert.Equal("a=1", Engine.Load(key, TimeSpan.FromMinutes(1))!.Values.Show());
    }

    [Fact]
    public async Task Calls_that_do_not_wait_complete_synchronously()
    {
        var (key, record) = (NewKey(), NewRecord());
        var create = Engine.CreateAsync(key, record, Token);
        Assert.True(create.IsCompletedSuccessfully);
        Assert.True(await create);
        var update = Engine.UpdateAsync(key, record, Change(Set("a", "1")), Token);
        Assert.True(update.IsCompletedSuccessfully);
        Assert.Equal(CommitOutcome.Applied, (await update).Outcome);
        var load = Engine.LoadAsync(key, Token);
        Assert.True(load.IsCompletedSuccessfully);
        Assert.NotNull(await load);
    }

    [Fact]
    public async Task A_cache_with_whole_seconds_stores_a_session_until_its_last_millisecond()
    {
        var record = NewRecord();
        var key = await StoreAsync(record);
        Clock.Advance(TimeSpan.FromDays(14) - TimeSpan.FromMilliseconds(1));

        await Engine.UpdateAsync(key, record, new SessionChanges { Values = new[] { Set("a", "1") }, ExpiresAt = record.ExpiresAt }, Token);

        Assert.Equal(TimeSpan.FromSeconds(1), Cache.LastLifetime);
    }

    [Fact]
    public async Task The_cache_itself_removes_expired_records()
    {
        var key = await StoreAsync(NewRecord());
        Clock.Advance(TimeSpan.FromDays(14) - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await Cache.GetAsync(GetName(key), Token));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await Cache.GetAsync(GetName(key), Token));
        Assert.Equal(0, await Engine.RemoveExpiredAsync(10, Token));
    }

    [Fact]
    public async Task A_change_that_ends_the_session_removes_the_record()
    {
        var record = NewRecord();
        var key = await StoreAsync(record);
        var ends = new SessionChanges { HasExpiration = true, Expiry = SessionExpiry.At(Clock.GetUtcNow()), ExpiresAt = Clock.GetUtcNow() };
        Assert.Equal(CommitOutcome.Applied, (await Engine.UpdateAsync(key, record, ends, Token)).Outcome);
        Assert.Null(await Cache.GetAsync(GetName(key), Token));
        Assert.True((await Engine.UpdateAsync(key, record, Change(Set("a", "1")), Token)).IsGone);
    }

    [Fact]
    public async Task Expired_records_are_not_stored()
    {
        var key = NewKey();
        var record = new SessionRecord { Values = SessionValues.Empty, CreatedAt = Clock.GetUtcNow(), ExpiresAt = Clock.GetUtcNow() };
        Assert.True(await Engine.CreateAsync(key, record, Token));
        Assert.DoesNotContain(Cache.Calls, call => call.Operation == "set");
    }

    [Fact]
    public async Task A_key_that_was_removed_can_be_used_again()
    {
        var record = NewRecord();
        var key = await StoreAsync(record);
        await Engine.RemoveAsync(key, Token);
        Assert.True(await Engine.CreateAsync(key, record, Token));
        Assert.Equal(CommitOutcome.Applied, (await Engine.UpdateAsync(key, record, Change(Set("a", "1")), Token)).Outcome);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("get here")]
    [InlineData("set")]
    [InlineData("remove")]
    public async Task A_cache_error_is_an_engine_exception_and_never_gone(string operation)
    {
        var record = NewRecord();
        var key = await StoreAsync(record);
        var error = new InvalidOperationException("secret.example:6379");
        Cache.Before = call => call == operation ? Task.FromException(error) : Task.CompletedTask;
        var calls = new (string[] Uses, Func<Task> Run)[]
        {
            (["get"], async () => await Engine.LoadAsync(key, Token)),
            (["get here"], () => Task.FromResult(Engine.Load(key, TimeSpan.FromMinutes(1)))),
            (["get", "set", "remove"], async () => await Engine.CreateAsync(NewKey(), record, Token)),
            (["get", "set"], async () => await Engine.UpdateAsync(key, record, Change(Set("a", "1")), Token)),
            (["get", "set", "remove"], async () => await Engine.RotateAsync(key, NewKey(), record, Change(), Token)),
            (["get", "set", "remove"], async () => await Engine.RemoveAsync(key, Token)),
        };
        foreach (var (_, run) in calls.Where(call => call.Uses.Contains(operation)))
        {
            var thrown = await Assert.ThrowsAsync<SessionEngineException>(run);
            Assert.Same(error, thrown.InnerException);
            Assert.DoesNotContain("secret", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_cache_timeout_is_an_engine_exception_and_not_a_cancellation()
    {
        Cache.Before = _ => Task.FromException(new TaskCanceledException());
        await Assert.ThrowsAsync<SessionEngineException>(async () => await Engine.LoadAsync(NewKey(), Token));
    }

    [Fact]
    public async Task A_waiting_writer_can_be_cancelled_and_the_next_one_continues()
    {
        var record = NewRecord();
        var key = await StoreAsync(record);
        var answer = new TaskCompletionSource();
        Cache.Before = _ => answer.Task;
        var hanging = Engine.RemoveAsync(key, Token).AsTask();
        using var patience = new CancellationTokenSource();
        var waiting = Engine.UpdateAsync(key, record, Change(Set("a", "1")), patience.Token).AsTask();
        var last = Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token).AsTask();

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(last.IsCompleted);
        answer.SetResult();
        Assert.True(await hanging);
        Assert.True((await last).IsGone);
    }

    [Fact]
    public async Task An_invalid_cache_entry_counts_as_missing()
    {
        var record = new SessionRecord
        {
            Values = Values(("a", "1")),
            CreatedAt = Clock.GetUtcNow(),
            ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(1),
            Expiry = SessionExpiry.Idle(TimeSpan.FromDays(1)),
            AbsoluteExpiration = Clock.GetUtcNow() + TimeSpan.FromDays(9),
            Owner = "ann",
        };
        var key = await StoreAsync(record);
        var stored = (await Cache.GetAsync(GetName(key), Token))!;
        byte[][] strangers =
        [
            .. Enumerable.Range(0, stored.Length).Select(length => stored[..length]),
            [.. stored, 0],
            [2, .. stored[1..]],
            [stored[0], 255, .. stored[2..]],
            [.. stored[..2], 0x7F, .. stored[3..]],
            "{\"json\":true}"u8.ToArray(),
        ];
        foreach (var stranger in strangers)
        {
            await Cache.SetAsync(GetName(key), stranger, new DistributedCacheEntryOptions(), Token);
            Assert.Null(await Engine.LoadAsync(key, Token));
            Assert.True((await Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token)).IsGone);
            Assert.True((await Engine.RotateAsync(key, NewKey(), record, Change(), Token)).IsGone);
        }

        Assert.False(await Engine.RemoveAsync(key, Token));
    }

    [Fact]
    public async Task A_damaged_byte_does_not_make_the_engine_throw()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        var stored = (await Cache.GetAsync(GetName(key), Token))!;
        for (var i = 0; i < stored.Length; i++)
        {
            foreach (var damage in new byte[] { 0x01, 0x80, 0xFF })
            {
                var damaged = stored.ToArray();
                damaged[i] ^= damage;
                await Cache.SetAsync(GetName(key), damaged, new DistributedCacheEntryOptions(), Token);
                Assert.Null(await Record.ExceptionAsync(async () => await Engine.LoadAsync(key, Token)));
            }
        }
    }

    [Fact]
    public async Task A_copy_of_a_cached_database_is_not_a_session()
    {
        var (key, copy) = (NewKey(), new CachedCopy(NewRecord(("a", "1")), Clock.GetUtcNow()));
        await Cache.SetAsync(GetName(key), copy.ToBytes(), new DistributedCacheEntryOptions(), Token);
        Assert.Null(await Engine.LoadAsync(key, Token));
    }
}
