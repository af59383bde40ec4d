namespace TypedSessions.Redis.Inventory;

/// <summary>A part of an index in one of its two orders.</summary>
/// <param name="Min">The first expiry of the part, in milliseconds.</param>
/// <param name="Max">The last expiry of the part, in milliseconds.</param>
/// <param name="IsDescending">Whether the last expiry comes first.</param>
internal readonly record struct IndexRange(double Min, double Max = double.PositiveInfinity, bool IsDescending = false)
{
    public Order Order => IsDescending ? Order.Descending : Order.Ascending;

    /// <summary>Gets the expiry that comes first.</summary>
    public double Start => IsDescending ? Max : Min;

    /// <summary>Gets the order of entries of several indexes.</summary>
    public IComparer<(double Score, SessionKey Key)> Comparer
        => IsDescending
            ? Comparer<(double Score, SessionKey Key)>.Create(static (left, right) => right.CompareTo(left))
            : Comparer<(double Score, SessionKey Key)>.Default;

    /// <summary>Returns the rest of the part from an expiry on.</summary>
    public IndexRange From(double score) => IsDescending ? this with { Max = score } : this with { Min = score };
}
