using System.Runtime.CompilerServices;
using TypedSessions.Redis.Connections;
using TypedSessions.Redis.Records;
using TypedSessions.Redis.Scripting;

namespace TypedSessions.Redis.Inventory;

/// <summary>Counts, lists and removes records by the indexes of the buckets.</summary>
internal sealed class RedisInventory(ScriptRunner scripts, RedisKeys keys)
{
    private const int PageSize = 64;

    /// <summary>Returns the number of records that expire in a period, in milliseconds: both limits are part of it.</summary>
    public async Task<long> CountAsync(double start, double end)
    {
        var database = await scripts.GetDatabaseAsync();
        var counts = await Task.WhenAll(keys.Indexes.Select(
            index => database.SortedSetLengthAsync(index, start, end, flags: CommandFlags.DemandMaster)));
        return counts.Sum();
    }

    /// <summary>Removes up to a number of the records that have expired longest.</summary>
    public async Task<int> RemoveExpiredAsync(long end, int batchSize)
    {
        var database = await scripts.GetDatabaseAsync();
        var expired = await Task.WhenAll(keys.Indexes.Select(async index => (
            Index: index,
            Entries: await database.SortedSetRangeByScoreWithScoresAsync(
                index, double.NegativeInfinity, end, take: batchSize, flags: CommandFlags.DemandMaster))));
        var oldest = expired
            .SelectMany(static bucket => bucket.Entries.Select(
                entry => (bucket.Index, Key: RedisKeys.FromMember(entry.Element), entry.Score)))
            .Where(static entry => entry.Key is not null)
            .OrderBy(static entry => entry.Score)
            .Take(batchSize)
            .GroupBy(static entry => entry.Index, static entry => entry.Key!.Value);
        var removed = 0;
        foreach (var bucket in oldest)
        {
            removed += await RemoveExpiredAsync(bucket.Key, [.. bucket], end);
        }

        return removed;
    }

    /// <summary>Returns the records of some indexes in the order of their expiry.</summary>
    /// <param name="indexes">The indexes.</param>
    /// <param name="range">The part of the indexes.</param>
    /// <param name="isIncluded">Whether to return a record.</param>
    /// <param name="description">What the list is for, to complete "could not …".</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async IAsyncEnumerable<SessionRecordEntry> ListAsync(
        IEnumerable<RedisKey> indexes,
        IndexRange range,
        Func<SessionRecord, bool> isIncluded,
        string description,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var queue = await RedisErrors.TranslateAsync(description, OpenAsync(indexes, range), cancellationToken);
        while (queue.Count > 0)
        {
            foreach (var entry in await RedisErrors.TranslateAsync(description, ReadPageAsync(queue), cancellationToken))
            {
                if (isIncluded(entry.Record))
                {
                    yield return entry;
                }
            }
        }
    }

    /// <summary>Returns the indexes of an owner.</summary>
    public IEnumerable<RedisKey> GetOwnerIndexes(string owner)
    {
        var hash = RedisKeys.GetOwnerHash(owner);
        return Enumerable.Range(0, RedisKeys.Buckets).Select(bucket => keys.GetOwnerIndex(bucket, hash));
    }

    private async Task<int> RemoveExpiredAsync(RedisKey index, SessionKey[] expired, long end)
        => (int)await scripts.RunAsync(
            Scripts.RemoveExpired,
            [index, .. expired.Select(keys.GetRecord)],
            [end, .. expired.Select(RedisKeys.GetMember)],
            isFinal: false);

    private async Task<PriorityQueue<IndexCursor, (double Score, SessionKey Key)>> OpenAsync(
        IEnumerable<RedisKey> indexes, IndexRange range)
    {
        var database = await scripts.GetDatabaseAsync();
        var cursors = indexes.Select(index => new IndexCursor(database, index, range)).ToArray();
        var hasEntries = await Task.WhenAll(cursors.Select(static cursor => cursor.FillAsync().AsTask()));
        return new(cursors.Where((_, i) => hasEntries[i]).Select(static cursor => (cursor, GetPosition(cursor))), range.Comparer);
    }

    private async Task<List<SessionRecordEntry>> ReadPageAsync(PriorityQueue<IndexCursor, (double Score, SessionKey Key)> queue)
    {
        var page = new List<(SessionKey Key, double Score)>(PageSize);
        while (page.Count < PageSize && queue.TryDequeue(out var cursor, out var position))
        {
            if (RedisKeys.FromMember(cursor.Current.Element) is not null)
            {
                page.Add((position.Key, position.Score));
            }

            cursor.Skip();
            if (await cursor.FillAsync())
            {
                queue.Enqueue(cursor, GetPosition(cursor));
            }
        }

        var database = await scripts.GetDatabaseAsync();
        var records = await Task.WhenAll(page.Select(
            entry => database.HashGetAsync(keys.GetRecord(entry.Key), StoredRecord.ReadFields, CommandFlags.DemandMaster)));
        return [.. page.Zip(records).SelectMany(static pair => Read(pair.First.Key, pair.First.Score, pair.Second))];
    }

    // A member that is not a key has no position, and is skipped.
    private static (double Score, SessionKey Key) GetPosition(IndexCursor cursor)
        => (cursor.Current.Score, RedisKeys.FromMember(cursor.Current.Element) ?? default);

    // A record that was renewed after its entry was read has a later entry, with which it is returned.
    private static IEnumerable<SessionRecordEntry> Read(SessionKey key, double score, RedisValue[] fields)
        => StoredRecord.Read(fields) is { } record && (record.IsClosed || record.ExpiresAt.ToUnixTimeMilliseconds() <= score)
            ? [new SessionRecordEntry(key, record)]
            : [];
}
