using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using TypedSessions.Sessions;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>
/// The command clearsessions in a separate process, as a scheduler runs it, while a site is under load.
/// TYPED_SESSIONS_EXPIRED sets the number of expired sessions. Default: 50,000.
/// </summary>
public sealed class CleanupUnderLoadTests(PostgresServer server, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Live = 10_000;
    private const int Batch = 500;
    private const int Workers = 8;
    private const string Counter = "count";

    private readonly int _expired = LongForm.Expired(unlessSet: 50_000);
    private readonly SessionToken[] _tokens = [.. Enumerable.Range(0, Live).Select(_ => SessionToken.New())];
    private readonly int[] _counts = new int[Live];
    private readonly SemaphoreSlim _answers = new(0);
    private long _maxRequest;
    private PostgresSchema _schema = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _schema = await server.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await _schema.DisposeAsync();
        _answers.Dispose();
    }

    [Fact]
    public async Task Only_expired_records_are_removed_in_batches_while_live_sessions_are_used()
    {
        await FillAsync();
        var batches = new BatchLog(_schema);
        await batches.BeginAsync();
        var place = new EnginePlace(EnginePlace.Postgres, _schema.ConnectionString);
        using var site = await ChildSite.StartAsync(place);
        var stop = await batches.StopNextAsync();
        using var command = Child.Start(EngineJobs.Command, [.. place.Arguments, "clearsessions", "--batch", $"{Batch}"]);
        await _schema.UntilBlockedAsync();

        // The first batch is blocked until a thousand requests have completed.
        using var closing = new CancellationTokenSource();
        var visitors = Task.WhenAll(
            Enumerable.Range(0, Workers).Select(worker => Task.Run(() => VisitAsync(worker, site.Address, closing.Token), Token)));
        await UntilAnsweredAsync(1000);
        Assert.Equal(0, (await batches.ReadAsync()).Batches);
        await stop.DisposeAsync();

        var watch = Stopwatch.StartNew();
        var said = await command.ReadToEndAsync(Token);
        watch.Stop();
        await closing.CancelAsync();
        await visitors;

        Assert.Equal(0, command.ExitCode);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"Removed {_expired:N0} expired sessions."), said.Trim());
        var (count, removed, largest, live) = await batches.ReadAsync();
        Assert.Equal((_expired, Batch, 0), (removed, largest, live));
        Assert.Equal((_expired + Batch - 1) / Batch, count);
        await AssertCountersAsync();
        var maxBatch = await batches.ReadLongestAsync();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{removed:N0} removed in {count:N0} batches, {watch.Elapsed.TotalSeconds:0.0} s; {_counts.Sum():N0} requests; "
            + $"longest batch {maxBatch.TotalMilliseconds:0} ms, "
            + $"longest request {Stopwatch.GetElapsedTime(0, _maxRequest).TotalMilliseconds:0} ms"));
    }

    private async Task FillAsync()
    {
        await using (var engine = _schema.NewEngine(TimeProvider.System))
        {
            await engine.EnsureCreatedAsync(Token);
        }

        var payload = Convert.ToHexString(Values((Counter, "\0\0\0\0"), ("name", new string('x', 100))).Payload.Span);
        await using var connection = await _schema.ConnectAsync();
        await using var fill = new NpgsqlCommand(
            $"""
            INSERT INTO typed_sessions ("key", created, expires, version, payload)
                SELECT sha256(i::text::bytea), now() - interval '20 days', now() - i * interval '1 second', 1, '\x{payload}'
                FROM generate_series(1, {_expired}) AS i;
            INSERT INTO typed_sessions ("key", created, expires, version, payload)
                SELECT live, now(), now() + interval '14 days', 1, '\x{payload}'
                FROM unnest(@keys) AS live;
            ANALYZE typed_sessions;
            """,
            connection)
        {
            CommandTimeout = 0,
        };
        fill.Parameters.AddWithValue("keys", _tokens.Select(token => token.Key.ToArray()).ToArray());
        await fill.ExecuteNonQueryAsync(Token);
    }

    // Each session belongs to one worker, so its count is known.
    private async Task VisitAsync(int worker, Uri address, CancellationToken closing)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };
        for (var i = worker; !closing.IsCancellationRequested; i = i + Workers < Live ? i + Workers : worker)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/add/{Counter}");
            request.Headers.Add("Cookie", $"__Host-session={_tokens[i].Reveal()}");
            var started = Stopwatch.GetTimestamp();
            using var response = await client.SendAsync(request, Token);
            var took = Stopwatch.GetTimestamp() - started;
            Assert.Equal(
                ++_counts[i],
                int.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Token), CultureInfo.InvariantCulture));
            InterlockedMax(ref _maxRequest, took);
            _answers.Release();
        }
    }

    private async Task UntilAnsweredAsync(int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            await _answers.WaitAsync(Token);
        }
    }

    private async Task AssertCountersAsync()
    {
        await using var engine = _schema.NewEngine(TimeProvider.System);
        Assert.Equal((Live, 0), (await engine.CountAsync(Token), await engine.CountExpiredAsync(Token)));
        var counts = new Dictionary<SessionKey, int>();
        await foreach (var session in engine.ListAsync(Token))
        {
            counts.Add(
                session.Key, BinaryPrimitives.ReadInt32BigEndian(session.Record.Values.Single(value => value.Key == Counter).Value.Span));
        }

        Assert.Equal(_counts, _tokens.Select(token => counts[token.Key]));
    }

    private static void InterlockedMax(ref long maxCount, long value)
    {
        for (var seen = Volatile.Read(ref maxCount); value > seen;)
        {
            seen = Interlocked.CompareExchange(ref maxCount, value, seen);
        }
    }
}
