using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Shape;

/// <summary>The lines of a project's shape files.</summary>
internal sealed class RecordedShape
{
    public const string ShippedName = "SessionShape.Shipped.txt";
    public const string UnshippedName = "SessionShape.Unshipped.txt";

    private readonly Dictionary<(ShapeKind, string, string), ShapeLine> _shipped = [];
    private readonly Dictionary<(ShapeKind, string, string), ShapeLine> _all = [];
    private readonly Dictionary<ShapeLine, Location> _locations = [];

    private RecordedShape()
    {
    }

    /// <summary>Gets the lines that were released.</summary>
    public IEnumerable<ShapeLine> Shipped => _shipped.Values;

    /// <returns>The lines; <see langword="null"/> if the project has no shape file, and so records nothing.</returns>
    public static RecordedShape? Read(IEnumerable<AdditionalText> files, CancellationToken cancellationToken)
    {
        var shape = new RecordedShape();
        var found = files.Where(static file => IsNamed(file, ShippedName) || IsNamed(file, UnshippedName))
            .OrderBy(static file => IsNamed(file, UnshippedName))
            .ToArray();
        foreach (var file in found)
        {
            shape.Add(file, cancellationToken);
        }

        return found.Length == 0 ? null : shape;
    }

    /// <summary>Returns the last line about the same as a line.</summary>
    public ShapeLine? Find(ShapeLine line) => _all.TryGetValue(line.Subject, out var found) ? found : null;

    /// <summary>Returns the last line about a key.</summary>
    public ShapeLine? FindKey(string key) => Find(new ShapeLine(ShapeKind.Key, "", key, ""));

    /// <summary>Returns the released line about the same as a line.</summary>
    public ShapeLine? FindShipped(ShapeLine line) => _shipped.TryGetValue(line.Subject, out var found) ? found : null;

    public Location GetLocation(ShapeLine line) => _locations.TryGetValue(line, out var location) ? location : Location.None;

    private void Add(AdditionalText file, CancellationToken cancellationToken)
    {
        var isShipped = IsNamed(file, ShippedName);
        if (file.GetText(cancellationToken)?.Lines is not { } lines)
        {
            return;
        }

        foreach (var text in lines)
        {
            if (ShapeLine.Parse(text.ToString()) is { } line)
            {
                _all[line.Subject] = line;
                _locations[line] = Location.Create(file.Path, text.Span, lines.GetLinePositionSpan(text.Span));
                if (isShipped)
                {
                    _shipped[line.Subject] = line;
                }
            }
        }
    }

    private static bool IsNamed(AdditionalText file, string name)
        => file.Path.EndsWith(name, StringComparison.OrdinalIgnoreCase)
            && (file.Path.Length == name.Length || file.Path[file.Path.Length - name.Length - 1] is '/' or '\\');
}
