using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Classification;
using Microsoft.CodeAnalysis.Text;

namespace TypedSessions.Generator.Tests.Pictures;

/// <summary>Draws code, its diagnostic and the fixed code as an SVG for light and dark pages.</summary>
internal sealed class DiagnosticPicture
{
    private const double CharacterWidth = 8;
    private const double LineHeight = 21;
    private const double Left = 22;
    private const int MaxColumns = 88;
    private const double Width = (MaxColumns * CharacterWidth) + (2 * Left);

    private const string Style = """
        text { fill: #1f2328; white-space: pre;
          font: 13.3px ui-monospace, 'Cascadia Code', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace }
        .paper { fill: #ffffff; stroke: #d1d9e0 }
        .keyword { fill: #0550ae } .type { fill: #116329 } .string { fill: #a0400f } .call { fill: #6639ba }
        .wave { fill: none; stroke: #b08800; stroke-width: 1.5 }
        .message { fill: #fff8c5; stroke: #d4a72c } .fix { fill: #ddf4ff; stroke: #54aeff } .added { fill: #dafbe1 }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 }
          .paper { fill: #0d1117; stroke: #30363d }
          .keyword { fill: #79c0ff } .type { fill: #7ee787 } .string { fill: #ffa657 } .call { fill: #d2a8ff }
          .wave { stroke: #e3b341 }
          .message { fill: #2e2a1f; stroke: #9e6a03 } .fix { fill: #132339; stroke: #1f6feb } .added { fill: #12301d }
        }
        """;

    private readonly StringBuilder _shapes = new();
    private double _y = 12;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Returns the text of the SVG.</summary>
    /// <param name="code">The code.</param>
    /// <param name="diagnostic">A diagnostic in it.</param>
    /// <param name="fix">The title of the code fix.</param>
    /// <param name="fixedCode">The code after it.</param>
    public static async Task<string> DrawAsync(Document code, Diagnostic diagnostic, string fix, Document fixedCode)
    {
        var picture = new DiagnosticPicture();
        await picture.AddCodeAsync(code, diagnostic.Location.SourceSpan, static _ => false);
        picture.AddBox("message", [.. Wrap(GetText(diagnostic))]);
        picture.AddBox("fix", [$"Code fix: {fix}"]);
        var before = (await code.GetTextAsync(Cancellation)).Lines.Select(static line => line.ToString()).ToHashSet();
        await picture.AddCodeAsync(fixedCode, default, line => !before.Contains(line));
        return picture.ToSvg();
    }

    private static string GetText(Diagnostic diagnostic)
        => $"{diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";

    private static IEnumerable<string> Wrap(string text)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length + word.Length > MaxColumns - 2)
            {
                yield return line.ToString().TrimEnd();
                line.Clear();
            }

            line.Append(word).Append(' ');
        }

        yield return line.ToString().TrimEnd();
    }

    private static string? GetClass(string classification) => classification switch
    {
        ClassificationTypeNames.Keyword or ClassificationTypeNames.ControlKeyword => "keyword",
        ClassificationTypeNames.StringLiteral => "string",
        ClassificationTypeNames.MethodName or ClassificationTypeNames.ExtensionMethodName => "call",
        ClassificationTypeNames.ClassName or ClassificationTypeNames.InterfaceName or ClassificationTypeNames.StructName => "type",
        _ => null,
    };

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private void AddBox(string style, string[] lines)
    {
        var height = (lines.Length * LineHeight) + 10;
        AddRectangle(style, height, rounding: 5);
        foreach (var (index, line) in lines.Index())
        {
            AddText(line, Left, _y + 5 + ((index + 0.7) * LineHeight), null);
        }

        _y += height + 10;
    }

    private async Task AddCodeAsync(Document code, TextSpan wave, Func<string, bool> isAdded)
    {
        var spans = await ClassifyAsync(code);
        foreach (var line in (await code.GetTextAsync(Cancellation)).Lines)
        {
            if (isAdded(line.ToString()))
            {
                AddRectangle("added", LineHeight, rounding: 0);
            }

            AddLine(line, spans);
            if (line.Span.Intersection(wave) is { IsEmpty: false } underlined)
            {
                AddWave(underlined.Start - line.Start, underlined.Length);
            }

            _y += LineHeight;
        }

        _y += 12;
    }

    // The classified tokens and the text between them.
    private void AddLine(TextLine line, List<ClassifiedSpan> spans)
    {
        var position = line.Start;
        foreach (var span in spans.Where(span => line.Span.Contains(span.TextSpan)))
        {
            AddToken(line, position, span.TextSpan.Start, null);
            AddToken(line, span.TextSpan.Start, span.TextSpan.End, GetClass(span.ClassificationType));
            position = span.TextSpan.End;
        }

        AddToken(line, position, line.End, null);
    }

    private void AddToken(TextLine line, int start, int end, string? style)
    {
        var token = line.Text!.ToString(TextSpan.FromBounds(start, end));
        var indent = token.Length - token.TrimStart().Length;
        AddText(token.Trim(), Left + ((start + indent - line.Start) * CharacterWidth), _y + (0.7 * LineHeight), style);
    }

    private void AddRectangle(string style, double height, int rounding)
        => _shapes.Append($"""<rect class="{style}" x="12" y="{Number(_y)}" width="{Number(Width - 24)}" """)
            .Append($"""height="{Number(height)}" rx="{rounding}"/>""").Append('\n');

    // textLength keeps the columns aligned in every font.
    private void AddText(string text, double x, double y, string? style)
    {
        if (text.Length > 0)
        {
            var styled = style is null ? "" : $"class=\"{style}\" ";
            var place = $"""{styled}x="{Number(x)}" y="{Number(y)}" textLength="{Number(text.Length * CharacterWidth)}" """;
            _shapes.Append($"<text {place.TrimEnd()}>{WebUtility.HtmlEncode(text)}</text>\n");
        }
    }

    private void AddWave(int column, int length)
    {
        var wave = new StringBuilder($"M{Number(Left + (column * CharacterWidth))} {Number(_y + LineHeight - 3)}");
        for (var i = 0; i < length * 2; i++)
        {
            wave.Append($" l{Number(CharacterWidth / 2)} {(i % 2 == 0 ? -3 : 3)}");
        }

        _shapes.Append($"""<path class="wave" d="{wave}"/>""").Append('\n');
    }

    private string ToSvg() => $"""
        <svg xmlns="http://www.w3.org/2000/svg" width="{Number(Width)}" height="{Number(_y)}" viewBox="0 0 {Number(Width)} {Number(_y)}">
        <style>
        {Style}
        </style>
        <rect class="paper" x="0.5" y="0.5" width="{Number(Width - 1)}" height="{Number(_y - 1)}" rx="8"/>
        {_shapes}</svg>

        """;

    private static async Task<List<ClassifiedSpan>> ClassifyAsync(Document code)
    {
        var text = await code.GetTextAsync(Cancellation);
        var spans = await Classifier.GetClassifiedSpansAsync(code, new TextSpan(0, text.Length), Cancellation);
        return [.. spans.Where(static span => GetClass(span.ClassificationType) is not null).OrderBy(static span => span.TextSpan.Start)];
    }
}
