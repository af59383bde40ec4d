using TypedSessions.Engines.Files;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Files;

/// <summary>Several engines and processes on one folder.</summary>
public sealed class SharedFolderTests : FilesTest
{
    [Fact]
    public async Task A_commit_is_immediately_visible_to_the_other_engine()
    {
        var other = NewEngine();
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
        var other = NewEngine();
        var record = NewRecord();
        var key = await StoreAsync(record);
        var names = Enumerable.Range(0, 200).Select(i => $"n{i:000}").ToArray();
        var results = await Task.WhenAll(names.Select((name, i) => Task.Run(
            async () => await (i % 2 == 0 ? Engine : other).UpdateAsync(key, record, Change(Set(name, "1")), Token), Token)));
        Assert.DoesNotContain(results, result => result.IsGone);
        Assert.Equal(names, (await Engine.LoadAsync(key, Token))!.Values.Select(pair => pair.Key));
    }

    [Fact]
    public async Task Parallel_updates_by_three_processes_lose_nothing()
    {
        const int Count = 200;
        var record = NewRecord();
        var key = await StoreAsync(record);
        using var left = Child.Start(FileJobs.Add, Folder, key.ToString(), "left", $"{Count}");
        using var right = Child.Start(FileJobs.Add, Folder, key.ToString(), "right", $"{Count}");
        Assert.NotNull(await left.ReadLineAsync(Token));
        Assert.NotNull(await right.ReadLineAsync(Token));
        for (var i = 0; i < Count; i++)
        {
            await Engine.UpdateAsync(key, record, Change(Set($"own{i:000}", "1")), Token);
        }

        await left.ReadToEndAsync(Token);
        await right.ReadToEndAsync(Token);
        Assert.Equal((0, 0), (left.ExitCode, right.ExitCode));
        var expected = new[] { "left", "own", "right" }.SelectMany(name => Enumerable.Range(0, Count).Select(i => $"{name}{i:000}"));
        var stored = (await Engine.LoadAsync(key, Token))!;
        Assert.Equal(expected, stored.Values.Select(pair => pair.Key));
        Assert.Equal(1 + (3 * Count), stored.Version);
    }

    [Fact]
    public async Task Readers_wait_for_no_writer_and_see_whole_records_only()
    {
        // Each record contains one letter in one length, so a mixture would be detected.
        var record = NewRecord(("text", Text(0)));
        var key = await StoreAsync(record);
        var writer = Task.Run(
            async () =>
            {
                for (var i = 1; i <= 500; i++)
                {
                    await Engine.UpdateAsync(key, record, Change(Set("text", Text(i))), Token);
                }
            },
            Token);
        var other = NewEngine();
        var reads = 0;
        for (var last = 1L; !writer.IsCompleted || reads == 0; reads++)
        {
            var read = (await other.LoadAsync(key, Token))!;
            Assert.Equal($"text={Text((int)read.Version - 1)}", read.Values.Show());
            Assert.True(read.Version >= last, "A reader went back in time.");
            last = read.Version;
        }

        await writer;

        static string Text(int version) => new((char)('a' + (version % 26)), version * 101 % 20_000);
    }

    [Fact]
    public async Task Waiting_for_a_lock_times_out_and_works_again_after_its_release()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        var impatient = NewImpatientEngine();
        using (HoldLock(key))
        {
            var error = await Assert.ThrowsAsync<SessionEngineException>(
                async () => await impatient.UpdateAsync(key, NewRecord(), Change(Set("a", "2")), Token));
            Assert.Contains("LockTimeout", error.Message, StringComparison.Ordinal);
            Assert.Equal("a=1", await ShowAsync(key));
        }

        Assert.False((await impatient.UpdateAsync(key, NewRecord(), Change(Set("a", "2")), Token)).IsGone);
    }

    [Fact]
    public async Task A_reader_returns_the_previous_record_only_if_no_writer_can_be_active()
    {
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        await Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token);
        using (var file = File.OpenWrite(GetFile(key)))
        {
            // Damages the newest body, like a writer that is replacing it.
            file.SetLength(file.Length - 1);
        }

        using (HoldLock(key))
        {
            await Assert.ThrowsAsync<SessionEngineException>(async () => await NewImpatientEngine().LoadAsync(key, Token));
        }

        Assert.Equal("a=1", await ShowAsync(key));
    }

    private FileSessionEngine NewImpatientEngine()
        => new(new() { Path = Folder, LockTimeout = TimeSpan.FromMilliseconds(50) }, new HurryingClock(Clock));

    private FileStream HoldLock(SessionKey key)
        => File.Open(Path.Combine(Path.GetDirectoryName(GetFile(key))!, "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

    /// <summary>A clock that advances by a millisecond with each call of <c>GetTimestamp</c>.</summary>
    private sealed class HurryingClock(TimeProvider clock) : TimeProvider
    {
        private long _milliseconds;

        public override long TimestampFrequency => 1000;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp() => Interlocked.Increment(ref _milliseconds);
    }
}
