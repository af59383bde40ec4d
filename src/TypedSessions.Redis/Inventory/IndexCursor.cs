namespace TypedSessions.Redis.Inventory;

/// <summary>Reads the entries of an index in the order of their expiry, some at a time.</summary>
/// <param name="database">The database.</param>
/// <param name="index">The index.</param>
/// <param name="range">The part of the index to read.</param>
internal sealed class IndexCursor(IDatabase database, RedisKey index, IndexRange range)
{
    private const int PageSize = 64;

    private readonly Queue<SortedSetEntry> _entries = new();

    // The entries that were read and have the expiry at which the next page starts.
    private readonly HashSet<RedisValue> _seen = [];
    private IndexRange _rest = range;
    private bool _isAtEnd;

    /// <summary>Gets the entry at the cursor.</summary>
    public SortedSetEntry Current => _entries.Peek();

    /// <summary>Moves the cursor past its entry.</summary>
    public void Skip() => _entries.Dequeue();

    /// <summary>Reads the next entries if there are none left. Returns whether there is an entry at the cursor.</summary>
    public async ValueTask<bool> FillAsync()
    {
        if (_entries.Count > 0 || _isAtEnd)
        {
            return _entries.Count > 0;
        }

        var count = PageSize + _seen.Count;
        var page = await database.SortedSetRangeByScoreWithScoresAsync(
            index, _rest.Min, _rest.Max, order: _rest.Order, take: count, flags: CommandFlags.DemandMaster);
        _isAtEnd = page.Length < count;
        foreach (var entry in page)
        {
            if (entry.Score != _rest.Start)
            {
                _rest = _rest.From(entry.Score);
                _seen.Clear();
            }

            if (_seen.Add(entry.Element))
            {
                _entries.Enqueue(entry);
            }
        }

        return _entries.Count > 0;
    }
}
