using TypedSessions.Documentation.Tests.Testing;

namespace TypedSessions.Documentation.Tests;

/// <summary>The links of the pages have a target, and their lines and paragraphs are short.</summary>
public sealed class FormTests
{
    private const int MaxColumns = 140;
    private const int MaxLinesPerParagraph = 4;

    public static TheoryData<string> Pages => [.. FindFiles("docs", SearchOption.AllDirectories), .. FindFiles("")];

    public static TheoryData<string> Guides => [.. FindFiles("docs"), "README.md", "CONTRIBUTING.md", "SECURITY.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_files_and_headings_of_the_repository(string path) => Assert.Empty(MarkdownText.Read(path).BrokenLinks);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Lines_end_at_140_columns_except_in_tables(string path)
        => Assert.DoesNotContain(
            File.ReadLines(Path.Combine(MarkdownPage.Root, path)), static line => line.Length > MaxColumns && line[0] != '|');

    [Theory]
    [MemberData(nameof(Guides))]
    public void Paragraphs_have_at_most_four_lines(string path)
        => Assert.DoesNotContain(MarkdownText.Read(path).Paragraphs, static paragraph => paragraph.Lines > MaxLinesPerParagraph);

    private static IEnumerable<string> FindFiles(string folder, SearchOption option = SearchOption.TopDirectoryOnly)
        => Directory.EnumerateFiles(Path.Combine(MarkdownPage.Root, folder), "*.md", option)
            .Select(static file => Path.GetRelativePath(MarkdownPage.Root, file).Replace('\\', '/'));
}
