namespace TypedSessions.Hosting.Commands;

/// <summary>The common part of all commands: the usage, error messages and exit codes.</summary>
/// <param name="usage">How the command is called.</param>
/// <param name="output">Where the usage is printed if the arguments ask for it.</param>
/// <param name="errors">Where messages are printed.</param>
internal sealed class CommandRun(string usage, TextWriter output, TextWriter errors)
{
    /// <summary>Runs a command's work, unless its arguments are invalid or ask for the usage.</summary>
    /// <param name="error">What is wrong with the arguments; <see langword="null"/> if they are valid.</param>
    /// <param name="isHelp">Whether the arguments ask for the usage.</param>
    /// <param name="work">The work.</param>
    /// <returns>What the work returns; 1 if it fails or is canceled, 2 for invalid arguments.</returns>
    public async Task<int> RunAsync(string? error, bool isHelp, Func<Task<int>> work)
    {
        if (error is not null)
        {
            await errors.WriteLineAsync(error);
            await errors.WriteLineAsync(usage);
            return 2;
        }

        if (isHelp)
        {
            await output.WriteLineAsync(usage);
            return 0;
        }

        try
        {
            return await work();
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
}
