namespace TypedSessions.Benchmarks.Harness;

/// <summary>Prints a Markdown table with aligned columns.</summary>
internal sealed class MarkdownTable(params string[] columns)
{
    private readonly List<string[]> _rows = [columns];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Print()
    {
        var widths = Enumerable.Range(0, columns.Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        for (var row = 0; row < _rows.Count; row++)
        {
            Console.WriteLine($"| {string.Join(" | ", _rows[row].Select((cell, column) => cell.PadRight(widths[column])))} |");
            if (row == 0)
            {
                Console.WriteLine($"|{string.Join("|", widths.Select(width => new string('-', width + 2)))}|");
            }
        }

        Console.WriteLine();
    }
}
