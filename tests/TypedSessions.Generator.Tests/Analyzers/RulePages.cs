using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Shape;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

/// <summary>The pages in <c>docs/rules</c> as the tests read them.</summary>
internal static class RulePages
{
    public static string Text(string id) => File.ReadAllText(Repository.GetPath("docs", "rules", id + ".md"));

    public static string Index
    {
        get => Text("README");
        set => File.WriteAllText(Repository.GetPath("docs", "rules", "README.md"), value);
    }

    public static IEnumerable<string> Ids
        => Directory.EnumerateFiles(Repository.GetPath("docs", "rules"), "TSES*.md").Select(
            static file => Path.GetFileNameWithoutExtension(file))
            .Order();

    /// <summary>The rows of the shipped and unshipped release-tracking files.</summary>
    public static IEnumerable<string[]> ReleaseRows
        => Directory.EnumerateFiles(Repository.GetPath("src", "TypedSessions.Generator"), "AnalyzerReleases.*.md")
            .SelectMany(File.ReadLines)
            .Where(static line => line.StartsWith("TSES", StringComparison.Ordinal))
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries));

    /// <summary>The headings of a page, in their order.</summary>
    public static IEnumerable<string> Headings(string id)
        => Regex.Matches(Text(id), "^## (?<heading>.+)$", RegexOptions.Multiline).Select(static match => match.Groups["heading"].Value);

    /// <summary>The text under a heading of a page.</summary>
    public static string Section(string id, string heading)
        => Text(id).Split("\n## ").Single(section => section.StartsWith(heading + "\n", StringComparison.Ordinal));

    /// <summary>The example under a heading of a page, as a complete program.</summary>
    public static string Example(string id, string heading)
    {
        var match = Regex.Match(
            Text(id), $@"^### {heading}\n\n```csharp\n(?<code>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline);
        Assert.True(match.Success, $"The page of {id} has no example under '{heading}'.");
        var code = match.Groups["code"].Value;
        return Given("app", "WebApplication.Create()", code) + Given("builder", "WebApplication.CreateBuilder()", code) + code;
    }

    /// <summary>The project with the settings of a page's wrong example.</summary>
    public static AnalyzerTest Project(string id)
        => id switch
        {
            DiagnosticIds.LanguageVersion => AnalyzerTest.Create(id) with { LanguageVersion = LanguageVersion.CSharp12 },
            DiagnosticIds.NoJsonContext => AnalyzerTest.Create(id) with
            {
                BuildProperties = ImmutableDictionary<string, string>.Empty.Add("EnableTrimAnalyzer", "true"),
            },
            _ when FindShape(id) is { } shape => AnalyzerTest.Create(id) with
            {
                BuildProperties = ImmutableDictionary<string, string>.Empty.Add(RecordedShape.ShippedName, shape),
            },
            _ => AnalyzerTest.Create(id),
        };

    // Returns the shape that the page records.
    private static string? FindShape(string id)
    {
        var match = Regex.Match(Text(id), @"^```text\n(?<shape>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline);
        return match.Success ? match.Groups["shape"].Value : null;
    }

    // Declarations that every example may use.
    private static string Given(string name, string value, string code)
        => code.Contains(name + ".", StringComparison.Ordinal) && !code.Contains($"var {name} = ", StringComparison.Ordinal)
            ? $"var {name} = {value};\n"
            : "";
}
