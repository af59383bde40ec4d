using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>A page of Markdown: its blocks of code and the packages that it adds.</summary>
internal sealed partial class MarkdownPage
{
    private static readonly ConcurrentDictionary<string, MarkdownPage> Pages = new();

    private MarkdownPage(string path)
    {
        var text = File.ReadAllText(Path.Combine(Root, path));
        Blocks = [.. BlockPattern().Matches(text).Select(match => new CodeBlock(
            path,
            text.AsSpan(0, match.Index).Count('\n') + 1,
            match.Groups["language"].Value,
            match.Groups["code"].Value))];
        Packages = [.. PackagePattern().Matches(text).Select(static match => match.Groups["package"].Value)];
    }

    /// <summary>The pages whose code readers paste.</summary>
    public static IEnumerable<string> Paths
        => Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md").Select(static file => $"docs/{Path.GetFileName(file)}")
            .Append("README.md")
            .Append("src/TypedSessions/PACKAGE.md");

    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>The packages of each <c>dotnet add package</c> on the page, and xUnit if the page creates a test project.</summary>
    public IReadOnlyList<string> Packages { get; }

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    public static MarkdownPage Read(string path) => Pages.GetOrAdd(path, static path => new MarkdownPage(path));

    /// <summary>Returns the only block of the page that contains a line.</summary>
    public CodeBlock FindBlock(string distinctiveLine)
    {
        var found = Blocks.Where(block => block.Text.Contains(distinctiveLine, StringComparison.Ordinal)).ToList();
        return found is [var block] ? block : throw new InvalidOperationException($"{found.Count} blocks contain '{distinctiveLine}'.");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TypedSessions.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run below the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<code>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex BlockPattern();

    [GeneratedRegex("dotnet add package (?<package>[A-Za-z.]+)|dotnet new (?<package>xunit)")]
    private static partial Regex PackagePattern();
}
