using System.Text;

namespace TypedSessions.Generator.Emitting;

/// <summary>Writes indented lines. Line breaks are always <c>\n</c>.</summary>
internal sealed class SourceWriter
{
    private const int IndentWidth = 4;

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes an empty line.</summary>
    public void Line() => _text.Append('\n');

    /// <summary>Writes a line, or the lines of a raw string.</summary>
    public void Line(string text)
    {
        foreach (var line in text.Replace("\r", "").Split('\n'))
        {
            if (line.Length > 0)
            {
                _text.Append(' ', _depth * IndentWidth).Append(line);
            }

            _text.Append('\n');
        }
    }

    /// <summary>Writes a declaration and an opening brace, and increases the indentation.</summary>
    public void Open(string head)
    {
        Line(head);
        Line("{");
        _depth++;
    }

    /// <summary>Decreases the indentation and writes the closing brace.</summary>
    public void Close()
    {
        _depth--;
        Line("}");
    }

    public override string ToString() => _text.ToString();
}
