using Microsoft.Extensions.DependencyInjection;
using TypedSessions;
using TypedSessions.Hosting.Commands;
using TypedSessions.Sessions;

namespace Microsoft.Extensions.Hosting;

#pragma warning disable RS0030 // A command writes to the console.

/// <summary>Commands of an application for its sessions.</summary>
public static class SessionCommandExtensions
{
    // Matches 'clearsession', 'clear-sessions' and 'clearsesions', but no path, URL or usual argument of an application.
    private const int MaxDistance = 2;

    /// <summary>
    /// Runs the session command that the application was started with, if any: <c>myapp clearsessions [--batch N] [--dry-run]
    /// [--json]</c>, or <c>myapp sessions list|show|count|end</c>. Call it in <c>Program.cs</c> before <c>app.Run()</c>:
    /// <c>if (await app.RunSessionCommandAsync(args) is { } exitCode) { return exitCode; }</c>. Neither prints a session's values.
    /// </summary>
    /// <param name="app">The application, built and not started.</param>
    /// <param name="args">The application's arguments.</param>
    /// <param name="cancellationToken">A token to stop the command after the current batch.</param>
    /// <returns>
    /// The exit code: 0 on success, 1 if there is no such session, the engine failed or the command was canceled, 2 for invalid arguments
    /// and for a misspelled command, which must not start the application; <see langword="null"/> if the first argument is not a session
    /// command, so that the application runs.
    /// </returns>
    public static async Task<int?> RunSessionCommandAsync(this IHost app, string[] args, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(args);
        switch (args)
        {
            case [ClearSessionsCommand.Name, ..]:
                var command = new ClearSessionsCommand(
                    app.Services.GetRequiredService<ISessionTransport>,
                    Console.Out,
                    Console.Error,
                    showProgress: !Console.IsOutputRedirected);
                return await command.RunAsync(args.AsMemory(1), cancellationToken);

            case [SessionsCommand.Name, ..]:
                var sessions = new SessionsCommand(app.Services.GetRequiredService<ISessionManager>, Console.Out, Console.Error);
                return await sessions.RunAsync(args.AsMemory(1), cancellationToken);

            case [{ } first, ..] when IsMisspelled(first):
                await Console.Error.WriteLineAsync($"'{first}' is not a command. Did you mean '{ClearSessionsCommand.Name}'?");
                return 2;

            default:
                return null;
        }
    }

    private static bool IsMisspelled(string command)
        => GetDistance(command.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal), ClearSessionsCommand.Name) <= MaxDistance;

    // The number of characters to insert, delete or replace (Levenshtein), by one row of the table at a time.
    private static int GetDistance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > MaxDistance)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
