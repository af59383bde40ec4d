using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(TypedSessions.Packages.Tests.Testing.PackedFeed))]

namespace TypedSessions.Packages.Tests.Testing;

/// <summary>
/// A feed with all packages that <c>dotnet pack</c> creates from the solution, and empty folders for developers with an empty
/// package cache.
/// </summary>
public sealed partial class PackedFeed : IAsyncLifetime
{
    // Packages for publishing, database and Redis clients and test projects are linked from the machine's cache if it contains them.
    private static readonly string[] LinkedPackages =
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

    /// <summary>The package cache, which is empty at first.</summary>
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
        LinkPackages();
        await File.WriteAllTextAsync(Path.Combine(_home.FullName, "NuGet.config"), await ConfigurationAsync());
    }

    public ValueTask DisposeAsync()
    {
        _home.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Reads the package with a name.</summary>
    internal Package Open(string id, string extension = ".nupkg") => Package.Open(GetPath(id, extension));

    /// <summary>Returns the path of the package with a name.</summary>
    internal string GetPath(string id, string extension = ".nupkg")
        => Assert.Single(
            Directory.EnumerateFiles(Folder),
            file => VersionedName().Match(Path.GetFileName(file)).Groups["id"].Value == id && Path.GetExtension(file) == extension);

    /// <summary>Creates an empty folder whose configuration contains the feed.</summary>
    internal ScratchFolder CreateFolder(string name) => new(_home.CreateSubdirectory(name).FullName, Cache);

    // TypedSessions is restored only from the feed, and all other packages from the machine's sources.
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

    private void LinkPackages()
    {
        var links = _home.CreateSubdirectory("others").FullName;
        var global = new DirectoryInfo(
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"));
        var present = global.Exists ? global.GetDirectories() : [];
        foreach (var package in present.Where(package => LinkedPackages.Any(package.Name.StartsWith)))
        {
            Directory.CreateSymbolicLink(Path.Combine(links, package.Name), package.FullName);
        }
    }

    [GeneratedRegex(@"^(?<id>[A-Za-z.]+)\.[0-9]")]
    private static partial Regex VersionedName();

    [GeneratedRegex(@"^ *[0-9]+\. +(?<name>.+) \[Enabled\]", RegexOptions.Multiline)]
    private static partial Regex EnabledSource();
}
