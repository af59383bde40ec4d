using TypedSessions.Hosting.Commands;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Hosting.Commands;

/// <summary>
/// The exit code and output of <c>myapp clearsessions</c> in a separate process. On each engine that processes can share.
/// </summary>
public abstract class ClearSessionsProcessTests : IAsyncLifetime
{
    private const int Expired = 25;
    private const int Live = 3;

    // The clock of the tests stands still in the past; the process uses the system clock.
    private protected ManualClock Clock { get; } = new();

    private protected abstract EnginePlace Place { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private ISessionEngine Engine { get; set; } = null!;

    private ISessionInventory Inventory => (ISessionInventory)Engine;

    public virtual async ValueTask InitializeAsync()
    {
        Engine = await OpenAsync();
        for (var i = 0; i < Expired; i++)
        {
            await StoreAsync(Clock.GetUtcNow() + TimeSpan.FromSeconds(i + 1));
        }

        for (var i = 0; i < Live; i++)
        {
            await StoreAsync(DateTimeOffset.MaxValue - TimeSpan.FromDays(i + 1));
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        await ((Engine as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task It_removes_expired_sessions_and_returns_0()
    {
        Assert.Equal((0, "Removed 25 expired sessions.", ""), await RunAsync());

        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((Live, 0), (await Inventory.CountAsync(Token), await Inventory.CountExpiredAsync(Token)));
        Assert.Equal((0, "Removed 0 expired sessions.", ""), await RunAsync());
    }

    [Fact]
    public async Task A_dry_run_removes_nothing_and_ends_with_0()
    {
        Assert.Equal((0, "25 expired sessions would be removed.", ""), await RunAsync("--dry-run"));

        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((Live, Expired), (await Inventory.CountAsync(Token), await Inventory.CountExpiredAsync(Token)));
    }

    [Fact]
    public async Task It_removes_expired_sessions_in_batches_of_the_given_size()
    {
        Clock.Advance(TimeSpan.FromMinutes(1));
        var left = new List<long>();
        var probe = new RecordingEngine(Engine) { Before = async _ => left.Add(await Inventory.CountExpiredAsync(Token)) };
        var command = new ClearSessionsCommand(() => Transports.Create(probe), TextWriter.Null, TextWriter.Null, showProgress: false);

        Assert.Equal(0, await command.RunAsync(new[] { "--batch", "10" }, Token));
        Assert.Equal([25, 15, 5], left);

        await StoreAsync(Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        Assert.Equal((0, "Removed 1 expired sessions.", ""), await RunAsync("--batch", "10"));
    }

    [Fact]
    public async Task Invalid_arguments_end_with_2_and_remove_nothing()
    {
        var (exitCode, output, errors) = await RunAsync("--batch", "many");

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("--dry-run", errors, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Expired, await Inventory.CountExpiredAsync(Token));
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_ends_with_1_and_a_hint()
    {
        var hint = await BreakAsync();

        var (exitCode, output, errors) = await RunAsync();

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(hint, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    /// <summary>Creates an engine on the store, with the clock of the tests.</summary>
    private protected abstract ValueTask<ISessionEngine> OpenAsync();

    /// <summary>Makes the store unusable.</summary>
    /// <returns>A part of the expected message.</returns>
    private protected abstract ValueTask<string> BreakAsync();

    private async Task StoreAsync(DateTimeOffset expires)
        => Assert.True(
            await Engine.CreateAsync(
                NewKey(), new SessionRecord { Values = Values(("a", "1")), CreatedAt = Clock.GetUtcNow(), ExpiresAt = expires }, Token));

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await Child.RunAsync(
            EngineJobs.Command, [.. Place.Arguments, "clearsessions", .. arguments], Token);
        return (exitCode, output.Trim(), errors.Trim());
    }
}
