namespace TypedSessions.Packages.Tests.Testing;

/// <summary>The result of a command.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output)
{
    /// <summary>Returns this result; fails unless the command succeeded.</summary>
    public CommandResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"'dotnet {Command}' ended with {ExitCode}:\n{Output}");
        return this;
    }

    /// <summary>Returns this result; fails unless the command succeeded without warnings. The text "0 Warning(s)" is not one.</summary>
    public CommandResult SucceededWithoutWarnings()
    {
        Assert.DoesNotContain("warning", Succeeded().Output, StringComparison.Ordinal);
        return this;
    }
}
