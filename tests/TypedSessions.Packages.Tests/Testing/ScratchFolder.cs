namespace TypedSessions.Packages.Tests.Testing;

/// <summary>A folder for a project that uses the packages.</summary>
/// <param name="path">The path of the folder.</param>
/// <param name="cache">The folder for restored packages.</param>
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

    /// <summary>Returns the paths of all files.</summary>
    public IReadOnlyList<string> Files
        => [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(path, file))];

    public bool Has(string file) => File.Exists(GetPath(file));

    public string GetPath(string file) => Path.Combine(path, file);

    /// <summary>Runs a command of <c>dotnet</c>.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) => DotNet.RunAsync(path, cache, arguments);

    /// <summary>Runs <c>dotnet new</c> with only the templates that are installed in this folder.</summary>
    public Task<CommandResult> NewAsync(params string[] arguments)
        => RunAsync(["new", .. arguments, "--debug:custom-hive", GetPath("../hive-of-" + Path.GetFileName(path))]);

    /// <summary>Starts a site with a command of <c>dotnet</c> and waits until it listens.</summary>
    public Task<RunningSite> ServeAsync(params string[] arguments) => RunningSite.StartAsync(DotNet.Command(path, cache, arguments));

    /// <summary>Starts a site with a program in the folder and waits until it listens.</summary>
    public Task<RunningSite> StartAsync(string program, params string[] arguments)
    {
        var start = DotNet.Command(path, cache, arguments);
        start.FileName = GetPath(program);
        return RunningSite.StartAsync(start);
    }
}
