using System.Diagnostics;

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>The documentation site, which docfx builds once from the pages and from the assemblies of this build.</summary>
public sealed class DocumentationSite : IAsyncLifetime
{
    /// <summary>The warnings of docfx, with or without a file and line.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    internal string Folder { get; } = Path.Combine(MarkdownPage.Root, "artifacts", "site");

    public async ValueTask InitializeAsync()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        await RunAsync("tool", "restore");
        var output = await RunAsync("docfx", Path.Combine("docs", "docfx.json"));
        Warnings = [.. output.Split('\n').Where(static line => line.Contains("warning:", StringComparison.Ordinal)
            || line.Contains(": warning ", StringComparison.Ordinal))];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = MarkdownPage.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"'dotnet {string.Join(' ', arguments)}' ended with {process.ExitCode}:\n{output}");
        return output;
    }
}
