using System.Text;

namespace TypedSessions.Generator.Emitting;

/// <summary>Writes lines with their indentation. Lines end in <c>\n</c> on every machine.</summary>
internal sealed class SourceWriter
{
    private const int Width = 4;

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>An empty line.</summary>
    public void Line() => _text.Append('\n');

    /// <summary>A line, or the lines of a raw string.</summary>
    public void Line(string text)
    {
        foreach (var line in text.Replace("\r", "").Split('\n'))
        {
            if (line.Length > 0)
            {
                _text.Append(' ', _depth * Width).Append(line);
            }

            _text.Append('\n');
        }
    }

    /// <summary>A head with an opening brace below it; what follows stands deeper.</summary>
    public void Open(string head)
    {
        Line(head);
        Line("{");
        _depth++;
    }

    /// <summary>The closing brace.</summary>
    public void Close()
    {
        _depth--;
        Line("}");
    }

    public override string ToString() => _text.ToString();
}
