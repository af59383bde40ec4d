using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TypedSessions.Documentation.Tests.Testing;

namespace TypedSessions.Documentation.Tests;

/// <summary>The site that <c>dotnet docfx docs/docfx.json</c> builds.</summary>
public sealed partial class DocumentationSiteTests(DocumentationSite site) : IClassFixture<DocumentationSite>
{
    [Fact]
    public void Docfx_builds_the_site_without_a_warning() => Assert.Empty(site.Warnings);

    [Fact]
    public void Links_of_the_site_lead_to_pages_and_headings()
    {
        var pages = Directory.EnumerateFiles(site.Folder, "*.html", SearchOption.AllDirectories)
            .ToDictionary(static path => path, static path => new HtmlPage(path), StringComparer.Ordinal);

        Assert.Empty(
            from page in pages.Values
            from link in page.Links
            where !Leads(page, link, pages)
            select $"{Path.GetRelativePath(site.Folder, page.Path)}: {link}");
    }

    [Fact]
    public void Every_page_is_in_the_navigation()
    {
        var found = Directory.EnumerateFiles(site.Folder, "toc.json", SearchOption.AllDirectories).SelectMany(GetTargets).ToHashSet();
        var pages = Directory.EnumerateFiles(site.Folder, "*.html", SearchOption.AllDirectories)
            .Where(static path => Path.GetFileName(path) is not ("toc.html" or "index.html"));

        Assert.Empty(pages.Where(path => !found.Contains(path)).Select(path => Path.GetRelativePath(site.Folder, path)));
        Assert.All(found, static path => Assert.True(File.Exists(path), path));
    }

    [Theory]
    [InlineData("api/TypedSessions.SessionModelAttribute.html", "Class SessionModelAttribute")]
    [InlineData("api/Microsoft.AspNetCore.Http.TypedSessionExtensions.html", "public SessionExpiry Expiry { get; set; }")]
    [InlineData("api/Microsoft.EntityFrameworkCore.TypedSessionsModelBuilderExtensions.html", "AddTypedSessions")]
    public void The_site_has_the_reference_of_the_packages(string page, string text)
        => Assert.Contains(text, File.ReadAllText(Path.Combine(site.Folder, page)));

    [Theory]
    [InlineData("rules/TSES022")]
    [InlineData("getting-started")]
    [InlineData("api/TypedSessions.ISessionManager")]
    public void The_search_finds_pages(string page)
        => Assert.Contains($"\"{page}.html\"", File.ReadAllText(Path.Combine(site.Folder, "index.json")));

    /// <summary>The navigation of the rules matches their overview. ACCEPT_SNAPSHOTS=1 rewrites it.</summary>
    [Fact]
    public void The_navigation_of_the_rules_follows_their_overview()
    {
        var rules = Path.Combine(MarkdownPage.Root, "docs", "rules");
        var navigation = new StringBuilder("- name: All rules\n  href: README.md\n");
        foreach (var line in File.ReadLines(Path.Combine(rules, "README.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                navigation.Append($"- name: {line[3..]}\n  items:\n");
            }
            else if (Rule().Match(line) is { Success: true } rule)
            {
                navigation.Append($"  - name: \"{rule.Groups["id"]}: {rule.Groups["title"]}\"\n    href: {rule.Groups["page"]}\n");
            }
        }

        var file = Path.Combine(rules, "toc.yml");
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(file, navigation.ToString());
        }

        Assert.Equal(navigation.ToString(), File.ReadAllText(file));
    }

    private static bool Leads(HtmlPage page, string link, Dictionary<string, HtmlPage> pages)
    {
        var (target, anchor) = link.Split('#', 2) is [var before, var after] ? (before, after) : (link, "");
        var path = target.Length == 0
            ? page.Path
            : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page.Path)!, Uri.UnescapeDataString(target)));
        return File.Exists(path)
            && (anchor.Length == 0 || pages[path].HasAnchor(Uri.UnescapeDataString(anchor)));
    }

    private static IEnumerable<string> GetTargets(string toc)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(toc));
        return [.. GetTargets(json.RootElement).Select(href => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(toc)!, href)))];
    }

    private static IEnumerable<string> GetTargets(JsonElement entry)
    {
        var children = entry.TryGetProperty("items", out var items) ? items.EnumerateArray().SelectMany(GetTargets) : [];
        return entry.TryGetProperty("href", out var href) ? children.Append(href.GetString()!) : children;
    }

    [GeneratedRegex(@"^\| \[(?<id>TSES\d+)\]\((?<page>[^)]+)\) \| (?<title>[^|]+) \|")]
    private static partial Regex Rule();
}
