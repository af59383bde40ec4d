using System.Text.RegularExpressions;

namespace Tutorial;

/// <summary>Splits C# into tokens with a CSS class each. It supports only the syntax in this site's listings.</summary>
internal static partial class Highlighter
{
    /// <summary>Returns the tokens in order. The class is <see langword="null"/> for plain text.</summary>
    public static IEnumerable<(string Text, string? Class)> Split(string code)
    {
        var position = 0;
        foreach (Match match in Token().Matches(code))
        {
            if (match.Index > position)
            {
                yield return (code[position..match.Index], null);
            }

            yield return (match.Value, GetClass(match));
            position = match.Index + match.Length;
        }

        yield return (code[position..], null);
    }

    private static string GetClass(Match match) => match.Groups.Values.Skip(1).First(group => group.Success).Name;

    [GeneratedRegex("""
        (?<comment>//[^\n]*)
        |(?<string>\$?"(\\.|[^"\\])*")
        |(?<keyword>\b(async|await|class|false|get|internal|is|namespace|new|not|null|partial|private|public
            |return|sealed|set|static|string|true|using|var|if|and|or|out)\b)
        |(?<type>\b[A-Z]\w*(?=<|>|\?|\s+(?!is\b)[a-z])|(?<=\[)[A-Z]\w*|(?<=(new|class)\s)[A-Z]\w*)
        |(?<call>\b[A-Z]\w*(?=\())
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
