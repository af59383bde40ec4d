using System.Collections.Immutable;

namespace TypedSessions.Tests.Proof.ModelBased.Reference;

/// <summary>The list that is changed in place: the object that the code holds, and what was stored when it was read.</summary>
internal sealed class ModelLines
{
    private const string NoLines = "[]";

    private List<string>? _lines;
    private string? _stored;

    /// <summary>The list as the code gets it: the same object, until somebody else sets the key.</summary>
    public List<string> Create(ImmutableSortedDictionary<string, string> values)
    {
        var present = values.GetValueOrDefault(Basket.LinesKey);
        if (_lines is null || _stored != present)
        {
            _lines = [.. (present ?? NoLines).Trim('[', ']').Split(',', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim('"'))];
            _stored = present;
        }

        return _lines;
    }

    /// <summary>
    /// What is to be set because the list was changed in place; <see langword="null"/>
    /// when it was not, or when somebody else has set the key since, which wins.
    /// </summary>
    public string? TakeChange(ImmutableSortedDictionary<string, string> values)
    {
        if (_lines is null)
        {
            return null;
        }

        var encoded = $"[{string.Join(',', _lines.Select(line => $"\"{line}\""))}]";
        if (encoded == (_stored ?? NoLines))
        {
            return null;
        }

        if (_stored == values.GetValueOrDefault(Basket.LinesKey))
        {
            return encoded;
        }

        _lines = null;
        return null;
    }

    public void MarkSet(string encoded) => _stored = encoded;

    public void Forget() => _lines = null;
}
