namespace TypedSessions.Packages.Tests.Testing;

/// <summary>A folder of a developer who works with the packages.</summary>
/// <param name="path">The path of the folder.</param>
/// <param name="cache">The folder of the restored packages.</param>
internal sealed class ScratchFolder(string path, string cache)
{
    /// <summary>Writes a file.</summary>
    public void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(GetPath(file))!);
        File.WriteAllText(GetPath(file), text);
    }

    /// <summary>Reads a file.</summary>
    public string Read(string file) => File.ReadAllText(GetPath(file));

    /// <summary>The files, in all folders.</summary>
    public IReadOnlyList<string> Files
        => [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(path, file))];

    public bool Has(string file) => File.Exists(GetPath(file));

    public string GetPath(string file) => Path.Combine(path, file);

    /// <summary>Runs a command of <c>dotnet</c>.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) => DotNet.RunAsync(path, cache, arguments);

    /// <summary>Runs <c>dotnet new</c> without any templates except those installed in this folder.</summary>
    public Task<CommandResult> NewAsync(params string[] arguments)
        => RunAsync(["new", .. arguments, "--debug:custom-hive", GetPath("../hive-of-" + Path.GetFileName(path))]);

    /// <summary>Starts a command of <c>dotnet</c> that serves a site, and waits until it listens.</summary>
    public Task<RunningSite> ServeAsync(params string[] arguments) => RunningSite.StartAsync(DotNet.Command(path, cache, arguments));

    /// <summary>Starts a program of the folder that serves a site, and waits until it listens.</summary>
    public Task<RunningSite> StartAsync(string program, params string[] arguments)
    {
        var start = DotNet.Command(path, cache, arguments);
        start.FileName = GetPath(program);
        return RunningSite.StartAsync(start);
    }
}
