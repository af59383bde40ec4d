using System.Text.RegularExpressions;

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>The prose of a Markdown file, without its blocks of code: lines, paragraphs, headings and links.</summary>
internal sealed partial class MarkdownText
{
    private readonly string _path;

    private MarkdownText(string path)
    {
        _path = path;
        var code = false;
        Lines = [.. File.ReadLines(Path.Combine(MarkdownPage.Root, path)).Select(line =>
        {
            var isFence = line.StartsWith("```", StringComparison.Ordinal);
            code ^= isFence;
            return code || isFence ? "" : line;
        })];
    }

    /// <summary>The lines; those of code are empty.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>The number of lines of each paragraph and list item, with its first line.</summary>
    public IEnumerable<(string First, int Lines)> Paragraphs
    {
        get
        {
            for (var start = 0; start < Lines.Count; start++)
            {
                if (!IsParagraph(Lines[start]))
                {
                    continue;
                }

                var end = start + 1;
                while (end < Lines.Count && IsParagraph(Lines[end]) && !Lines[end].StartsWith("- ", StringComparison.Ordinal))
                {
                    end++;
                }

                yield return (Lines[start], end - start);
                start = end - 1;
            }
        }
    }

    /// <summary>
    /// The links and pictures whose file or heading does not exist in the repository. Links to other sites are not checked.
    /// </summary>
    public IEnumerable<string> BrokenLinks => Lines
        .Select(static line => InlineCode().Replace(line, ""))
        .SelectMany(static line => Link().Matches(line).Concat(Picture().Matches(line)))
        .Select(static match => match.Groups["target"].Value)
        .Where(static target => !target.StartsWith("http", StringComparison.Ordinal))
        .Where(target => !Resolves(target.Split('#')));

    private IEnumerable<string> Anchors => Lines
        .Where(static line => line.StartsWith('#'))
        .Select(static line => Link().Replace(line.TrimStart('#').Trim(), "]").ToLowerInvariant())
        .Select(static heading => NotInAnchors().Replace(heading, "").Replace(' ', '-'));

    public static MarkdownText Read(string path) => new(path);

    private static bool IsParagraph(string line) => line.Length > 0 && line[0] is not ('|' or '#' or '<');

    private bool Resolves(string[] target)
    {
        var path = target[0].Length == 0 ? _path : Path.Combine(Path.GetDirectoryName(_path)!, target[0]);
        return Path.Exists(Path.Combine(MarkdownPage.Root, path))
            && (target.Length == 1 || Read(path).Anchors.Contains(target[1], StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("src(set)?=\"(?<target>[^\"]+)\"")]
    private static partial Regex Picture();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
