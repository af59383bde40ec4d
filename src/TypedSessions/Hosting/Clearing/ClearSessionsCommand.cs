using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TypedSessions.Sessions;

namespace TypedSessions.Hosting.Clearing;

/// <summary>The command <c>clearsessions</c>, for schedulers. Django: <c>manage.py clearsessions</c>.</summary>
internal sealed class ClearSessionsCommand(ISessionTransport transport, TextWriter output, TextWriter errors, bool showsProgress)
{
    public const string Name = "clearsessions";

    private const string Usage = """
        Removes expired sessions.

          clearsessions [--batch N] [--dry-run]

          --batch N    how many sessions to remove at a time (default 500)
          --dry-run    say how many there are, and remove none
        """;

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What follows the command's name.</param>
    /// <param name="cancellationToken">Stops after the batch under way.</param>
    /// <returns>The exit code: 0 when done, 1 when the engine failed or the run was stopped, 2 for invalid arguments.</returns>
    public async Task<int> RunAsync(ReadOnlyMemory<string> arguments, CancellationToken cancellationToken)
    {
        if (!TryParse(arguments.Span, out var batchSize, out var isDryRun, out var asksForHelp, out var error))
        {
            await errors.WriteLineAsync(error);
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        if (asksForHelp)
        {
            await output.WriteLineAsync(Usage);
            return 0;
        }

        try
        {
            await (isDryRun ? CountAsync(cancellationToken) : RemoveAsync(batchSize, cancellationToken));
            return 0;
        }
        catch (Exception exception) when (exception is SessionEngineException or OperationCanceledException or NotSupportedException)
        {
            await errors.WriteLineAsync(exception is OperationCanceledException ? "Stopped." : exception.Message);
            return 1;
        }
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        var inventory = transport.Engine?.Inventory
            ?? throw new NotSupportedException(
                $"{transport.Engine?.Inner.GetType().Name ?? "UseCookie()"} cannot count its records, and removes by itself what has expired.");
        await output.WriteLineAsync($"{Text(await inventory.CountExpiredAsync(cancellationToken))} expired sessions would be removed.");
    }

    private async Task RemoveAsync(int batchSize, CancellationToken cancellationToken)
    {
        var total = showsProgress && transport.Engine?.Inventory is { } inventory ? await inventory.CountExpiredAsync(cancellationToken) : 0;
        var removed = await new SessionClearing(transport).RunAsync(batchSize, done => ShowProgress(done, total), cancellationToken);
        await output.WriteLineAsync(
            $"{(total > 0 ? "\r" : "")}Removed {Text(removed)} expired sessions.{(total > 0 ? new string(' ', 20) : "")}");
    }

    // Sessions go on expiring while the old ones are removed, so there may be more than were counted.
    private void ShowProgress(long done, long total)
    {
        const int Width = 30;
        if (total > 0)
        {
            var filled = (int)(Width * Math.Min(done, total) / total);
            output.Write($"\r[{new string('#', filled)}{new string('.', Width - filled)}] {Text(done)} of {Text(total)}");
        }
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static bool TryParse(
        ReadOnlySpan<string> arguments, out int batchSize, out bool isDryRun, out bool asksForHelp, [NotNullWhen(false)] out string? error)
    {
        (batchSize, isDryRun, asksForHelp, error) = (new SessionClearingOptions().BatchSize, false, false, null);
        for (var i = 0; i < arguments.Length && error is null; i++)
        {
            switch (arguments[i])
            {
                case "--dry-run":
                    isDryRun = true;
                    break;
                case "--help" or "-h":
                    asksForHelp = true;
                    break;
                case "--batch" when i + 1 == arguments.Length:
                    error = "--batch needs a number: how many sessions to remove at a time.";
                    break;
                case "--batch":
                    error = ReadBatchSize(arguments[++i], out batchSize);
                    break;
                default:
                    error = $"'{arguments[i]}' is not an option of {Name}.";
                    break;
            }
        }

        return error is null;
    }

    private static string? ReadBatchSize(string text, out int batchSize)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out batchSize) && batchSize > 0
            ? null
            : $"--batch must be a whole number from 1 to {int.MaxValue}, and '{text}' is not.";
}
