using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace TypedSessions.Generator.Tests.Testing;

/// <summary>An expected or reported diagnostic with its location.</summary>
internal sealed record AnalyzerTestMark(string Id, string File, TextSpan Span);

/// <summary>
/// Parses source with marks: <c>[|…|]</c> is a diagnostic of the rule under test, <c>{|TSES030:…|}</c> one of another rule.
/// Marks may be nested.
/// </summary>
internal static partial class AnalyzerTestMarkup
{
    /// <summary>Returns the source without its marks, and the marks.</summary>
    public static (string Source, IReadOnlyList<AnalyzerTestMark> Marks) Parse(string marked, string file, string id)
    {
        var source = new StringBuilder();
        var marks = new List<AnalyzerTestMark>();
        var open = new Stack<(string Id, int Start)>();
        var end = 0;
        foreach (Match token in Tokens().Matches(marked))
        {
            source.Append(marked, end, token.Index - end);
            end = token.Index + token.Length;
            if (token.Value is "|]" or "|}")
            {
                var (opened, start) = open.Count > 0
                    ? open.Pop()
                    : throw new FormatException($"'{token.Value}' closes nothing in:\n{marked}");
                marks.Add(new(opened, file, TextSpan.FromBounds(start, source.Length)));
            }
            else
            {
                open.Push((token.Groups["id"] is { Success: true, Value: var named } ? named : id, source.Length));
            }
        }

        source.Append(marked, end, marked.Length - end);
        return open.Count == 0 ? (source.ToString(), marks) : throw new FormatException($"A mark is not closed in:\n{marked}");
    }

    /// <summary>Returns the source with marks, in the form that a test contains.</summary>
    public static string Print(string source, IEnumerable<AnalyzerTestMark> marks)
    {
        var tokens = marks.SelectMany(static mark => new[]
        {
            (Position: mark.Span.Start, Order: 1, Inner: -mark.Span.Length, Text: $"{{|{mark.Id}:"),
            (Position: mark.Span.End, Order: 0, Inner: mark.Span.Length, Text: "|}"),
        });
        var printed = new StringBuilder(source);
        foreach (var token in tokens.OrderBy(static token => (token.Position, token.Order, token.Inner)).Reverse())
        {
            printed.Insert(token.Position, token.Text);
        }

        return printed.ToString();
    }

    [GeneratedRegex(@"\[\||\{\|(?<id>[A-Z]+[0-9]+):|\|\]|\|\}")]
    private static partial Regex Tokens();
}
