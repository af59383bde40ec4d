namespace TypedSessions.Packages.Tests.Testing;

/// <summary>The result of a command.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output)
{
    /// <summary>This result, if the command succeeded.</summary>
    public CommandResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"'dotnet {Command}' ended with {ExitCode}:\n{Output}");
        return this;
    }

    /// <summary>This result, if the command succeeded without a warning. The text "0 Warning(s)" is no warning.</summary>
    public CommandResult SucceededWithoutWarnings()
    {
        Assert.DoesNotContain("warning", Succeeded().Output, StringComparison.Ordinal);
        return this;
    }
}
