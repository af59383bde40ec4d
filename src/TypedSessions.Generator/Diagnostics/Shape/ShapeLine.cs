namespace TypedSessions.Generator.Diagnostics.Shape;

/// <summary>A line of a shape file: a key, a retired key, a member of a stored type, or a stored enum.</summary>
/// <param name="Kind">What the line records.</param>
/// <param name="Owner">The model or the type.</param>
/// <param name="Name">The key or the member; empty for an enum.</param>
/// <param name="Text">The type, with former keys; the members of an enum.</param>
internal sealed record ShapeLine(ShapeKind Kind, string Owner, string Name, string Text)
{
    private const string TypeMark = " : ";
    private const string FormerMark = " < ";

    /// <summary>Gets what the line is about. A later line about the same replaces an earlier one.</summary>
    public (ShapeKind Kind, string Owner, string Name) Subject => Kind switch
    {
        // A key belongs to one model, whose class may be renamed, and is retired or not.
        ShapeKind.Key or ShapeKind.Retired => (ShapeKind.Key, "", Name),
        _ => (Kind, Owner, Name),
    };

    /// <summary>Gets the type without former keys.</summary>
    public string Type => Text.IndexOf(FormerMark, StringComparison.Ordinal) is >= 0 and var end ? Text.Substring(0, end) : Text;

    /// <summary>Returns the line of a key.</summary>
    public static ShapeLine CreateKey(string model, string key, string type, IReadOnlyList<string> former)
        => new(ShapeKind.Key, model, key, former.Count == 0 ? type : type + FormerMark + string.Join(", ", former));

    /// <summary>Returns a line; <see langword="null"/> if it is empty, a comment, or no line of a shape file.</summary>
    public static ShapeLine? Parse(string line)
    {
        line = line.Trim();
        var kind = line.StartsWith("retired ", StringComparison.Ordinal) ? ShapeKind.Retired
            : line.StartsWith("type ", StringComparison.Ordinal) ? ShapeKind.Member
            : line.StartsWith("enum ", StringComparison.Ordinal) ? ShapeKind.Enum
            : ShapeKind.Key;
        var rest = kind == ShapeKind.Key ? line : line.Substring(line.IndexOf(' ') + 1);
        var owner = rest.IndexOf(' ');
        if (owner <= 0 || line[0] == '#')
        {
            return null;
        }

        if (kind == ShapeKind.Enum)
        {
            return new(kind, rest.Substring(0, owner), "", rest.Substring(owner + 1));
        }

        var type = rest.LastIndexOf(TypeMark, StringComparison.Ordinal);
        return type <= owner
            ? null
            : new(kind, rest.Substring(0, owner), rest.Substring(owner + 1, type - owner - 1), rest.Substring(type + TypeMark.Length));
    }

    /// <summary>Returns the numbers of an enum's members by their names.</summary>
    public IEnumerable<(string Name, string Number)> GetEnumMembers()
        => Text.Split([' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(static member => member.Split('='))
            .Where(static parts => parts.Length == 2)
            .Select(static parts => (parts[0], parts[1]));

    public override string ToString() => Kind switch
    {
        ShapeKind.Enum => $"enum {Owner} {Text}",
        ShapeKind.Member => $"type {Owner} {Name}{TypeMark}{Text}",
        ShapeKind.Retired => $"retired {Owner} {Name}{TypeMark}{Text}",
        _ => $"{Owner} {Name}{TypeMark}{Text}",
    };
}

/// <summary>What a line of a shape file records.</summary>
internal enum ShapeKind
{
    Key,
    Member,
    Enum,
    Retired,
}
