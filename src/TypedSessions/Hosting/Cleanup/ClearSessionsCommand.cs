using System.Globalization;
using TypedSessions.Diagnostics;
using TypedSessions.Sessions;

namespace TypedSessions.Hosting.Cleanup;

/// <summary>The command <c>clearsessions</c>, for schedulers. Django: <c>manage.py clearsessions</c>.</summary>
internal sealed class ClearSessionsCommand(Func<ISessionTransport> getTransport, TextWriter output, TextWriter errors, bool showProgress)
{
    public const string Name = "clearsessions";

    private const string Usage = """
        Removes expired sessions.

          clearsessions [--batch N] [--dry-run]

          --batch N    how many sessions to remove at a time (default 500)
          --dry-run    print how many there are, and remove none
        """;

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">The arguments that follow the command's name.</param>
    /// <param name="cancellationToken">A token to stop after the current batch.</param>
    /// <returns>The exit code: 0 on success, 1 if the engine failed or the command was cancelled, 2 for invalid arguments.</returns>
    public async Task<int> RunAsync(ReadOnlyMemory<string> arguments, CancellationToken cancellationToken)
    {
        var parsed = Parse(arguments.Span, new Arguments(new SessionCleanupOptions().BatchSize));
        if (parsed.Error is not null)
        {
            await errors.WriteLineAsync(parsed.Error);
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        if (parsed.IsHelp)
        {
            await output.WriteLineAsync(Usage);
            return 0;
        }

        try
        {
            var engine = getTransport().Engine;
            await (parsed.IsDryRun ? CountAsync(engine, cancellationToken) : RemoveAsync(engine, parsed.BatchSize, cancellationToken));
            return 0;
        }
        catch (Exception exception)
        {
            await errors.WriteLineAsync(Describe(exception));
            return 1;
        }
    }

    // The library's own messages are complete; of others, the type is a part.
    private static string Describe(Exception exception) => exception switch
    {
        OperationCanceledException => "Stopped.",
        SessionEngineException or NotSupportedException => exception.Message,
        _ => $"{exception.GetType().Name}: {exception.Message}",
    };

    private async Task CountAsync(InstrumentedSessionEngine? engine, CancellationToken cancellationToken)
    {
        var inventory = engine?.Inventory ?? throw new NotSupportedException(
            $"{engine?.Inner.GetType().Name ?? "UseCookie()"} cannot count its records, and removes by itself what has expired.");
        await output.WriteLineAsync($"{Format(await inventory.CountExpiredAsync(cancellationToken))} expired sessions would be removed.");
    }

    private async Task RemoveAsync(InstrumentedSessionEngine? engine, int batchSize, CancellationToken cancellationToken)
    {
        var total = showProgress && engine?.Inventory is { } inventory ? await inventory.CountExpiredAsync(cancellationToken) : 0;
        var removed = await SessionCleanup.RunAsync(engine, batchSize, done => ShowProgress(done, total), cancellationToken);
        await output.WriteLineAsync(
            $"{(total > 0 ? "\r" : "")}Removed {Format(removed)} expired sessions.{(total > 0 ? new string(' ', 20) : "")}");
    }

    // More sessions can expire during the command than were counted before.
    private void ShowProgress(long done, long total)
    {
        const int Width = 30;
        if (total > 0)
        {
            var filled = (int)(Width * Math.Min(done, total) / total);
            output.Write($"\r[{new string('#', filled)}{new string('.', Width - filled)}] {Format(done)} of {Format(total)}");
        }
    }

    private static string Format(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static Arguments Parse(ReadOnlySpan<string> texts, Arguments parsed) => texts switch
    {
        [] => parsed,
        ["--dry-run", .. var rest] => Parse(rest, parsed with { IsDryRun = true }),
        ["--help" or "-h", .. var rest] => Parse(rest, parsed with { IsHelp = true }),
        ["--batch"] => parsed with { Error = "--batch needs a number: how many sessions to remove at a time." },
        ["--batch", var text, .. var rest] => TryParse(text, out var size)
            ? Parse(rest, parsed with { BatchSize = size })
            : parsed with { Error = $"--batch must be a whole number from 1 to {int.MaxValue}, and '{text}' is not." },
        [var text, ..] => parsed with { Error = $"'{text}' is not an option of {Name}." },
    };

    private static bool TryParse(string text, out int batchSize)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out batchSize) && batchSize > 0;

    private sealed record Arguments(int BatchSize, bool IsDryRun = false, bool IsHelp = false, string? Error = null);
}
