using TypedSessions.Engines.Memory;
using TypedSessions.Hosting.Commands;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Hosting.Commands;

/// <summary>The command <c>myapp clearsessions</c>.</summary>
public sealed class ClearSessionsCommandTests
{
    private readonly ManualClock _clock = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly RecordingEngine _probe;
    private readonly MemorySessionEngine _engine;

    public ClearSessionsCommandTests()
    {
        _engine = new MemorySessionEngine(_clock);
        _probe = new RecordingEngine(_engine);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_removes_expired_sessions_and_prints_their_number()
    {
        await StoreAsync(expired: 1234, live: 3);

        Assert.Equal(0, await RunAsync(_engine));

        Assert.Equal("Removed 1,234 expired sessions." + Environment.NewLine, _output.ToString());
        Assert.Equal(3, await _engine.CountAsync(Cancel));
        Assert.Equal(0, await _engine.CountExpiredAsync(Cancel));
    }

    [Fact]
    public async Task The_batch_has_the_requested_size()
    {
        await StoreAsync(expired: 25, live: 0);

        await RunAsync(_probe, "--batch", "10");

        Assert.Equal(3, _probe.Calls.Count);
    }

    [Fact]
    public async Task A_dry_run_counts_and_removes_nothing()
    {
        await StoreAsync(expired: 7, live: 1);

        Assert.Equal(0, await RunAsync(_engine, "--dry-run"));

        Assert.Contains("7 expired sessions would be removed", _output.ToString());
        Assert.Equal(7, await _engine.CountExpiredAsync(Cancel));
    }

    [Fact]
    public async Task The_result_is_JSON_where_a_program_asks_for_it()
    {
        await StoreAsync(expired: 1234, live: 1);

        var command = new ClearSessionsCommand(() => Transports.Create(_engine), _output, _errors, showProgress: true);
        await command.RunAsync(new[] { "--dry-run", "--json" }, Cancel);
        await command.RunAsync(new[] { "--json" }, Cancel);

        Assert.Equal("""{"expired":1234}""" + Environment.NewLine + """{"removed":1234}""" + Environment.NewLine, _output.ToString());
    }

    [Fact]
    public async Task On_a_terminal_it_shows_its_progress()
    {
        await StoreAsync(expired: 4, live: 1);

        var command = new ClearSessionsCommand(() => Transports.Create(_engine), _output, _errors, showProgress: true);
        await command.RunAsync(new[] { "--batch", "2" }, Cancel);

        Assert.Contains("\r[###############...............] 2 of 4", _output.ToString());
        Assert.Contains("\rRemoved 4 expired sessions.", _output.ToString());
    }

    [Theory]
    [InlineData("--batch needs a number", "--batch")]
    [InlineData("--batch must be a whole number from 1 to 2147483647, and '0' is not.", "--batch", "0")]
    [InlineData("and '-1' is not", "--batch", "-1")]
    [InlineData("and 'ten' is not", "--batch", "ten")]
    [InlineData("and '--dry-run' is not", "--batch", "--dry-run")]
    [InlineData("'--what' is not an option of clearsessions.", "--what")]
    public async Task Invalid_arguments_print_the_error_and_the_usage(string error, params string[] arguments)
    {
        Assert.Equal(2, await RunAsync(_probe, arguments));

        Assert.Contains(error, _errors.ToString());
        Assert.Contains("--dry-run    print", _errors.ToString());
        Assert.Empty(_probe.Calls);
    }

    [Fact]
    public async Task Help_is_not_an_error()
    {
        Assert.Equal(0, await RunAsync(_probe, "--help"));

        Assert.Contains("--dry-run", _output.ToString());
        Assert.Empty(_probe.Calls);
    }

    [Fact]
    public async Task An_engine_that_fails_is_exit_code_1_and_its_message()
    {
        _probe.Before = _ => throw new SessionEngineException("The disk is away.");

        Assert.Equal(1, await RunAsync(_probe));

        Assert.Equal("The disk is away." + Environment.NewLine, _errors.ToString());
    }

    [Fact]
    public async Task An_exception_of_the_engine_is_exit_code_1_and_its_message()
    {
        _probe.Before = _ => throw new IOException("The disk is away.");

        Assert.Equal(1, await RunAsync(_probe));

        Assert.Equal("The session engine failed to complete 'cleanup': The disk is away." + Environment.NewLine, _errors.ToString());
    }

    [Fact]
    public async Task An_engine_that_cannot_be_created_is_exit_code_1()
    {
        var command = new ClearSessionsCommand(
            () => throw new InvalidOperationException("There is no cache."), _output, _errors, showProgress: false);

        Assert.Equal(1, await command.RunAsync(Array.Empty<string>(), Cancel));

        Assert.Equal("InvalidOperationException: There is no cache." + Environment.NewLine, _errors.ToString());
    }

    [Fact]
    public async Task It_stops_when_it_is_cancelled()
    {
        await StoreAsync(expired: 10, live: 0);
        using var stop = new CancellationTokenSource();
        _probe.After = _ => stop.CancelAsync();

        var exitCode = await new ClearSessionsCommand(() => Transports.Create(_probe), _output, _errors, showProgress: false).RunAsync(
            new[] { "--batch", "2" }, stop.Token);

        Assert.Equal(1, exitCode);
        Assert.Equal(8, await _engine.CountExpiredAsync(Cancel));
    }

    private Task<int> RunAsync(ISessionEngine engine, params string[] arguments)
        => new ClearSessionsCommand(() => Transports.Create(engine), _output, _errors, showProgress: false).RunAsync(arguments, Cancel);

    private async Task StoreAsync(int expired, int live)
    {
        for (var i = 0; i < expired + live; i++)
        {
            var expires = _clock.GetUtcNow() + (i < expired ? TimeSpan.FromMinutes(1) : TimeSpan.FromDays(1));
            var record = new SessionRecord { Values = SessionValues.Empty, CreatedAt = _clock.GetUtcNow(), ExpiresAt = expires };
            Assert.True(await _engine.CreateAsync(NewKey(), record, Cancel));
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
    }
}
