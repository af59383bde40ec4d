using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(TypedSessions.Packages.Tests.Testing.PackedFeed))]

namespace TypedSessions.Packages.Tests.Testing;

/// <summary>
/// The packages of the solution, from <c>dotnet pack</c>, as a feed in a folder; and
/// beside it the folders of developers who have not restored any packages.
/// </summary>
public sealed partial class PackedFeed : IAsyncLifetime
{
    // What publishing needs of .NET itself, clients of databases and Redis, and the packages of test projects. A machine that has them
    // already need not fetch and unpack them again.
    private static readonly string[] NeededOfOthers =
    [
        "microsoft.net.illink.tasks",
        "microsoft.dotnet.ilcompiler",
        "runtime.linux-x64.microsoft.dotnet.ilcompiler",
        "microsoft.netcore.app.runtime.",
        "microsoft.aspnetcore.app.runtime.",
        "microsoft.data.sqlite",
        "sqlitepclraw.",
        "npgsql",
        "mysqlconnector",
        "stackexchange.redis",
        "respite",
        "system.io.hashing",
        "microsoft.aspnetcore.mvc.testing",
        "microsoft.aspnetcore.testhost",
        "microsoft.extensions.",
        "microsoft.net.test.sdk",
        "microsoft.testplatform.",
        "microsoft.testing.",
        "microsoft.codecoverage",
        "microsoft.bcl.",
        "newtonsoft.json",
        "xunit.",
    ];

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("typedsessions-packages-");

    /// <summary>The folder of the feed.</summary>
    public string Folder => Path.Combine(_home.FullName, "feed");

    /// <summary>The folder of restored packages, which is empty at first.</summary>
    public string Cache => Path.Combine(_home.FullName, "cache");

    /// <summary>The files of the feed.</summary>
    public IReadOnlyList<string> Files
        => [.. Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public async ValueTask InitializeAsync()
    {
        var packing = await DotNet.RunAsync(
            Repository.Root, packages: null,
            "pack", "TypedSessions.sln", "--no-build", "--configuration", Repository.Configuration, "--output", Folder, "-tl:off");
        packing.SucceededWithoutWarnings();
        LinkPackagesOfOthers();
        await File.WriteAllTextAsync(Path.Combine(_home.FullName, "NuGet.config"), await ConfigurationAsync());
    }

    public ValueTask DisposeAsync()
    {
        _home.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The one file of the feed that is a package of that name.</summary>
    internal Package Open(string id, string extension = ".nupkg") => Package.Open(GetPath(id, extension));

    /// <summary>The path of the one file of the feed that is a package of that name.</summary>
    internal string GetPath(string id, string extension = ".nupkg")
        => Assert.Single(
            Directory.EnumerateFiles(Folder),
            file => VersionedName().Match(Path.GetFileName(file)).Groups["id"].Value == id && Path.GetExtension(file) == extension);

    /// <summary>An empty folder, from which the feed is found.</summary>
    internal ScratchFolder CreateFolder(string name) => new(_home.CreateSubdirectory(name).FullName, Cache);

    // TypedSessions comes only from the feed, and all other packages from the sources of this machine.
    private async Task<string> ConfigurationAsync()
    {
        var ordinary = await DotNet.RunAsync(_home.FullName, packages: null, "nuget", "list", "source", "--format", "detailed");
        var mappings = EnabledSource().Matches(ordinary.Succeeded().Output)
            .Select(source => $"""<packageSource key="{source.Groups["name"].Value}"><package pattern="*" /></packageSource>""");
        return $"""
            <configuration>
              <packageSources><add key="packed" value="feed" /></packageSources>
              <fallbackPackageFolders><add key="others" value="others" /></fallbackPackageFolders>
              <packageSourceMapping>
                <packageSource key="packed"><package pattern="TypedSessions*" /></packageSource>
                {string.Join('\n', mappings)}
              </packageSourceMapping>
            </configuration>
            """;
    }

    private void LinkPackagesOfOthers()
    {
        var links = _home.CreateSubdirectory("others").FullName;
        var global = new DirectoryInfo(
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"));
        var present = global.Exists ? global.GetDirectories() : [];
        foreach (var package in present.Where(package => NeededOfOthers.Any(package.Name.StartsWith)))
        {
            Directory.CreateSymbolicLink(Path.Combine(links, package.Name), package.FullName);
        }
    }

    [GeneratedRegex(@"^(?<id>[A-Za-z.]+)\.[0-9]")]
    private static partial Regex VersionedName();

    [GeneratedRegex(@"^ *[0-9]+\. +(?<name>.+) \[Enabled\]", RegexOptions.Multiline)]
    private static partial Regex EnabledSource();
}
