using System.Globalization;
using System.Text.Json;
using TypedSessions.Diagnostics;
using TypedSessions.Hosting.Cleanup;
using TypedSessions.Sessions;

namespace TypedSessions.Hosting.Commands;

/// <summary>The command <c>clearsessions</c>, for schedulers. Django: <c>manage.py clearsessions</c>.</summary>
internal sealed class ClearSessionsCommand(Func<ISessionTransport> getTransport, TextWriter output, TextWriter errors, bool showProgress)
{
    public const string Name = "clearsessions";

    private const string Usage = """
        Removes expired sessions.

          clearsessions [--batch N] [--dry-run] [--json]

          --batch N    how many sessions to remove at a time (default 500)
          --dry-run    print how many there are, and remove none
          --json       print one JSON object: {"removed":3}, or {"expired":3} with --dry-run
        """;

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">The arguments that follow the command's name.</param>
    /// <param name="cancellationToken">A token to stop after the current batch.</param>
    /// <returns>The exit code: 0 on success, 1 if the engine failed or the command was canceled, 2 for invalid arguments.</returns>
    public Task<int> RunAsync(ReadOnlyMemory<string> arguments, CancellationToken cancellationToken)
    {
        var parsed = Parse(arguments.Span, new Arguments(new SessionCleanupOptions().BatchSize));
        return new CommandRun(Usage, output, errors).RunAsync(parsed.Error, parsed.IsHelp, async () =>
        {
            var engine = getTransport().Engine;
            await (parsed.IsDryRun ? CountAsync(engine, parsed.IsJson, cancellationToken) : RemoveAsync(engine, parsed, cancellationToken));
            return 0;
        });
    }

    private async Task CountAsync(InstrumentedSessionEngine? engine, bool isJson, CancellationToken cancellationToken)
    {
        var inventory = engine?.Inventory ?? throw new NotSupportedException(
            $"{engine?.Inner.GetType().Name ?? "UseCookie()"} cannot count its expired records, which it removes itself. "
            + "Run clearsessions without --dry-run.");
        var expired = await inventory.CountExpiredAsync(cancellationToken);
        await output.WriteLineAsync(isJson
            ? ToJson(new ClearedRow(Removed: null, expired))
            : $"{Format(expired)} expired sessions would be removed.");
    }

    private async Task RemoveAsync(InstrumentedSessionEngine? engine, Arguments parsed, CancellationToken cancellationToken)
    {
        var total = showProgress && !parsed.IsJson && engine?.Inventory is { } inventory
            ? await inventory.CountExpiredAsync(cancellationToken)
            : 0;
        var removed = await SessionCleanup.RunAsync(engine, parsed.BatchSize, done => ShowProgress(done, total), cancellationToken);
        await output.WriteLineAsync(parsed.IsJson
            ? ToJson(new ClearedRow(removed, Expired: null))
            : $"{(total > 0 ? "\r" : "")}Removed {Format(removed)} expired sessions.{(total > 0 ? new string(' ', 20) : "")}");
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

    private static string ToJson(ClearedRow row) => JsonSerializer.Serialize(row, SessionsJson.Default.ClearedRow);

    private static string Format(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static Arguments Parse(ReadOnlySpan<string> texts, Arguments parsed) => texts switch
    {
        [] => parsed,
        ["--dry-run", .. var rest] => Parse(rest, parsed with { IsDryRun = true }),
        ["--json", .. var rest] => Parse(rest, parsed with { IsJson = true }),
        ["--help" or "-h", .. var rest] => Parse(rest, parsed with { IsHelp = true }),
        ["--batch"] => parsed with { Error = "--batch needs a number: how many sessions to remove at a time." },
        ["--batch", var text, .. var rest] => TryParse(text, out var size)
            ? Parse(rest, parsed with { BatchSize = size })
            : parsed with { Error = $"--batch must be a whole number from 1 to {int.MaxValue}, and '{text}' is not." },
        [var text, ..] => parsed with { Error = $"'{text}' is not an option of {Name}." },
    };

    private static bool TryParse(string text, out int batchSize)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out batchSize) && batchSize > 0;

    private sealed record Arguments(int BatchSize, bool IsDryRun = false, bool IsJson = false, bool IsHelp = false, string? Error = null);
}
