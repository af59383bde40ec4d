using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Hosting.Clearing;

namespace Microsoft.Extensions.Hosting;

/// <summary>Commands of an application for its sessions.</summary>
public static class SessionCommandExtensions
{
    /// <summary>
    /// Runs the session command that the application was started with, if it was: <c>myapp clearsessions [--batch N] [--dry-run]</c>. One line in <c>Program.cs</c>, before
    /// <c>app.Run()</c>: <c>if (await app.RunSessionCommandAsync(args) is { } exitCode) { return exitCode; }</c>.
    /// </summary>
    /// <param name="app">The application, built and not started.</param>
    /// <param name="args">The application's arguments.</param>
    /// <param name="cancellationToken">Stops the command after the batch under way.</param>
    /// <returns>The exit code: 0 when done, 1 when the engine failed or the run was stopped, 2 for arguments that are none; <see langword="null"/> when the arguments name no session
    /// command, so that the application is to run.</returns>
    public static async Task<int?> RunSessionCommandAsync(this IHost app, string[] args, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(args);
        if (args is not [ClearSessionsCommand.Name, ..])
        {
            return null;
        }

        ISessionEngine engine;
        try
        {
            engine = app.Services.GetRequiredService<ISessionEngine>();
        }
        catch (SessionEngineException exception)
        {
            // An engine that cannot even begin, such as one whose folder cannot be made.
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }

        var command = new ClearSessionsCommand(engine, Console.Out, Console.Error, showsProgress: !Console.IsOutputRedirected);
        return await command.RunAsync(args.AsMemory(1), cancellationToken);
    }
}
