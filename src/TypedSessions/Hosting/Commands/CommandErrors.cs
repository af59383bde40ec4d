namespace TypedSessions.Hosting.Commands;

/// <summary>Makes exceptions of a command exit codes and messages.</summary>
internal static class CommandErrors
{
    /// <summary>Runs a command's work.</summary>
    /// <returns>What the work returns; 1 if it fails or is cancelled.</returns>
    public static async Task<int> HandleAsync(TextWriter errors, Func<Task<int>> work)
    {
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
