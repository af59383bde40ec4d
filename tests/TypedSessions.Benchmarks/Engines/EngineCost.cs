using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using TypedSessions.Benchmarks.Harness;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;

namespace TypedSessions.Benchmarks.Engines;

/// <summary>Measures the SQLite engine against the same statements in raw ADO.NET.</summary>
internal static class EngineCost
{
    private const int Keys = 256;
    private const int Concurrency = 20;
    private const double Goal = 1.6;

    /// <summary>Runs the measurement and prints the table.</summary>
    public static async Task<int> RunAsync(int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("typedsessions-benchmark-").FullName;
        try
        {
            return await RunAsync(folder, rounds) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> RunAsync(string folder, int rounds)
    {
        var keys = Enumerable.Range(0, Keys).Select(i => System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(i))).ToArray();
        var values = SessionValues.From(
            Enumerable.Range(0, 10).Select(i => KeyValuePair.Create($"key{i}", (ReadOnlyMemory<byte>)new byte[16])));
        using var raw = new RawSqlite(Path.Combine(folder, "raw.db"), keys, values.Payload.ToArray());
        await using var engine = new DatabaseSessionEngine(
            SqliteFactory.Instance.CreateDataSource($"Data Source={folder}/ours.db;Pooling=False"), TimeProvider.System);
        await engine.EnsureCreatedAsync();
        var records = new SessionRecord[Keys];
        for (var i = 0; i < Keys; i++)
        {
            records[i] = CreateRecord(values);
            await engine.CreateAsync(new SessionKey(keys[i]), records[i], default);
        }

        var table = new MarkdownTable("SQLite", "ADO.NET", "TypedSessions", "by the clock", "ratio", "goal", "met");
        string[][] rows =
        [
            await CompareAsync("read", rounds, 20_000, count => Read(raw, keys, count), count => ReadAsync(engine, keys, count)),
            await CompareAsync(
                "write", rounds, 4_000, count => Write(raw, keys, values, count), count => WriteAsync(engine, keys, records, count)),
            await CompareAsync(
                $"write, {Concurrency} at once", rounds, 8_000, count => WriteBatches(raw, keys, values, count),
                count => WriteConcurrentlyAsync(engine, keys, records, count)),
        ];
        Array.ForEach(rows, table.Add);
        table.Print();
        return rows.All(static row => row[^1] == "yes");
    }

    private static SessionRecord CreateRecord(SessionValues values)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        return new SessionRecord { Values = values, CreatedAt = now, ExpiresAt = now.AddDays(14) };
    }

    private static async Task<string[]> CompareAsync(string name, int rounds, int count, Action<int> raw, Func<int, Task> ours)
    {
        // Until the JIT compiler has reached its last tier.
        for (var warmUp = 0; warmUp < 4; warmUp++)
        {
            raw(count);
            await ours(count);
        }

        var (rawCosts, costs) = (new Cost[rounds], new Cost[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            rawCosts[round] = await MeasureAsync(() =>
            {
                raw(count);
                return Task.CompletedTask;
            });
            costs[round] = await MeasureAsync(() => ours(count));
        }

        var ratio = Paired.Median(costs.Zip(rawCosts, static (own, other) => own.Processor / other.Processor));
        var byClock = Paired.Median(costs.Zip(rawCosts, static (own, other) => own.Clock / other.Clock));
        return
        [
            name, FormatEach(rawCosts, count), FormatEach(costs, count), $"{Format(byClock)} ×", $"**{Format(ratio)} ×**",
            $"≤ {Format(Goal)} ×", ratio <= Goal ? "yes" : "no",
        ];
    }

    private static async Task<Cost> MeasureAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        var processor = await ProcessorTime.MeasureAsync(work);
        return new Cost(processor, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private static string FormatEach(Cost[] costs, int count)
        => $"{Format(Paired.Median(costs.Select(static cost => cost.Processor)) * 1000 / count)} µs";

    private static string Format(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static void Read(RawSqlite raw, byte[][] keys, int count)
    {
        for (var i = 0; i < count; i++)
        {
            raw.Read(keys[i % Keys]);
        }
    }

    private static async Task ReadAsync(DatabaseSessionEngine engine, byte[][] keys, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await engine.LoadAsync(new SessionKey(keys[i % Keys]), default);
        }
    }

    private static void Write(RawSqlite raw, byte[][] keys, SessionValues values, int count)
    {
        for (var i = 0; i < count; i++)
        {
            raw.Write(keys[i % Keys], i, values.With([new SessionValueChange("key5", BitConverter.GetBytes(i))]).Payload.ToArray());
        }
    }

    private static async Task WriteAsync(DatabaseSessionEngine engine, byte[][] keys, SessionRecord[] records, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await WriteOneAsync(engine, keys, records, i);
        }
    }

    private static void WriteBatches(RawSqlite raw, byte[][] keys, SessionValues values, int count)
    {
        for (var i = 0; i < count; i += Concurrency)
        {
            raw.Begin();
            for (var j = i; j < i + Concurrency; j++)
            {
                raw.Write(keys[j % Keys], j, values.With([new SessionValueChange("key5", BitConverter.GetBytes(j))]).Payload.ToArray());
            }

            raw.Commit();
        }
    }

    private static async Task WriteConcurrentlyAsync(DatabaseSessionEngine engine, byte[][] keys, SessionRecord[] records, int count)
    {
        for (var i = 0; i < count; i += Concurrency)
        {
            var first = i;
            await Task.WhenAll(Enumerable.Range(first, Concurrency).Select(j => Task.Run(() => WriteOneAsync(engine, keys, records, j))));
        }
    }

    private static async Task WriteOneAsync(DatabaseSessionEngine engine, byte[][] keys, SessionRecord[] records, int i)
    {
        var index = i % Keys;
        var changes = new SessionChanges
        {
            Values = new[] { new SessionValueChange("key5", BitConverter.GetBytes(i)) },
            ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()).AddDays(14),
        };
        var result = await engine.UpdateAsync(new SessionKey(keys[index]), records[index], changes, default);
        records[index] = result.Record!;
    }

    /// <summary>The cost of a round. The goal applies to processor time, because other processes use the machine as well.</summary>
    /// <param name="Processor">The processor time of this process, in milliseconds.</param>
    /// <param name="Clock">The elapsed time, in milliseconds.</param>
    private readonly record struct Cost(double Processor, double Clock);
}
