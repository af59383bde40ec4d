using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TypedSessions.Packages.Tests.Testing;

namespace TypedSessions.Packages.Tests;

/// <summary>The content of the packages that <c>dotnet pack</c> creates.</summary>
public sealed partial class PackageTests(PackedFeed feed)
{
    private const string Runtime = "TypedSessions";
    private const string Dashboard = "TypedSessions.Dashboard";
    private const string EntityFramework = "TypedSessions.EntityFrameworkCore";
    private const string Redis = "TypedSessions.Redis";
    private const string Templates = "TypedSessions.Templates";

    [Fact]
    public void The_solution_packs_to_five_packages_and_the_symbols_of_four()
    {
        var version = feed.Open(Runtime).Value("version");

        Assert.Equal(
            [
                $"{Runtime}.{version}.nupkg",
                $"{Runtime}.{version}.snupkg",
                $"{Dashboard}.{version}.nupkg",
                $"{Dashboard}.{version}.snupkg",
                $"{EntityFramework}.{version}.nupkg",
                $"{EntityFramework}.{version}.snupkg",
                $"{Redis}.{version}.nupkg",
                $"{Redis}.{version}.snupkg",
                $"{Templates}.{version}.nupkg",
            ],
            feed.Files);
    }

    [Fact]
    public void The_runtime_package_contains_its_generator_analyzers_and_code_fixes()
        => Assert.Equal(
            [
                "README.md",
                "TypedSessions.nuspec",
                "analyzers/dotnet/cs/TypedSessions.CodeFixes.dll",
                "analyzers/dotnet/cs/TypedSessions.Generator.dll",
                "build/TypedSessions.props",
                "build/TypedSessions.targets",
                "icon.png",
                "lib/net10.0/TypedSessions.dll",
                "lib/net10.0/TypedSessions.xml",
            ],
            feed.Open(Runtime).Entries);

    [Fact]
    public void The_runtime_depends_on_the_shared_framework_alone()
    {
        var metadata = feed.Open(Runtime).Metadata;

        Assert.Empty(metadata.Descendants("dependency"));
        Assert.Equal("Microsoft.AspNetCore.App", Assert.Single(metadata.Descendants("frameworkReference")).Attribute("name")?.Value);
    }

    [Theory]
    [InlineData(Dashboard)]
    [InlineData(EntityFramework)]
    [InlineData(Redis)]
    public void An_additional_package_depends_on_the_whole_runtime(string id)
    {
        var package = feed.Open(id);

        Assert.Equal(
            ["README.md", $"{id}.nuspec", "icon.png", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"], package.Entries);
        var runtime = Assert.Single(package.Metadata.Descendants("dependency"), it => it.Attribute("id")?.Value == Runtime);
        Assert.Equal(package.Value("version"), runtime.Attribute("version")?.Value);

        // No assets are excluded, so models work if only this package is referenced.
        Assert.Null(runtime.Attribute("exclude"));
    }

    [Theory]
    [InlineData(Runtime)]
    [InlineData(Dashboard)]
    [InlineData(EntityFramework)]
    [InlineData(Redis)]
    public void Symbols_are_in_a_separate_package(string id)
        => Assert.Equal([$"{id}.nuspec", $"lib/net10.0/{id}.pdb"], feed.Open(id, ".snupkg").Entries);

    [Theory]
    [InlineData(Runtime)]
    [InlineData(Dashboard)]
    [InlineData(EntityFramework)]
    [InlineData(Redis)]
    [InlineData(Templates)]
    public void A_package_has_a_description_and_a_source(string id)
    {
        var package = feed.Open(id);

        Assert.Equal("MIT", package.Value("license"));
        Assert.Equal("expression", package.Attribute("license", "type"));
        Assert.Equal("README.md", package.Value("readme"));
        Assert.Equal("icon.png", package.Value("icon"));
        Assert.Equal("git", package.Attribute("repository", "type"));
        Assert.StartsWith("https://", package.Attribute("repository", "url"), StringComparison.Ordinal);
        Assert.StartsWith("https://", package.Value("projectUrl"), StringComparison.Ordinal);
        Assert.NotEmpty(package.Value("description")!);
        Assert.NotEmpty(package.Value("tags")!);
    }

    [Theory]
    [InlineData(Runtime)]
    [InlineData(Dashboard)]
    [InlineData(EntityFramework)]
    [InlineData(Redis)]
    [InlineData(Templates)]
    public void The_page_of_a_package_links_to_whole_addresses(string id)
    {
        var page = Encoding.UTF8.GetString(Package.Read(feed.GetPath(id), "README.md"));

        Assert.StartsWith($"# {id}\n", page, StringComparison.Ordinal);
        Assert.All(Link().Matches(page), link => Assert.StartsWith("https://", link.Groups["target"].Value, StringComparison.Ordinal));
        Assert.NotEmpty(Link().Matches(page));
    }

    [Theory]
    [InlineData(Runtime, "lib/net10.0/TypedSessions.dll")]
    [InlineData(Runtime, "analyzers/dotnet/cs/TypedSessions.Generator.dll")]
    [InlineData(Runtime, "analyzers/dotnet/cs/TypedSessions.CodeFixes.dll")]
    [InlineData(Dashboard, "lib/net10.0/TypedSessions.Dashboard.dll")]
    [InlineData(EntityFramework, "lib/net10.0/TypedSessions.EntityFrameworkCore.dll")]
    [InlineData(Redis, "lib/net10.0/TypedSessions.Redis.dll")]
    public void The_same_source_gives_the_same_assembly(string id, string assembly)
    {
        using var image = new PEReader(new MemoryStream(Package.Read(feed.GetPath(id), assembly)));

        Assert.Contains(image.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
    }

    [Fact]
    public void The_template_refers_to_its_own_version()
    {
        const string Project = "content/typedsessions-web/src/TypedSessionsWeb.csproj";
        var templates = feed.Open(Templates);

        Assert.Equal("Template", templates.Metadata.Descendants("packageType").Single().Attribute("name")?.Value);
        var project = XElement.Load(new MemoryStream(Package.Read(feed.GetPath(Templates), Project)));
        var reference = Assert.Single(project.Descendants("PackageReference"), it => it.Attribute("Include")?.Value == Runtime);
        Assert.Equal(templates.Value("version"), reference.Attribute("Version")?.Value);
    }

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)")]
    private static partial Regex Link();
}
