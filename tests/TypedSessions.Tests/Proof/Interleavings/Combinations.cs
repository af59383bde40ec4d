using System.Numerics;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>Combinations of concurrent actors.</summary>
internal static class Combinations
{
    /// <summary>All groups of a size, also with several of one kind, without regard to order.</summary>
    public static IReadOnlyList<T[]> Enumerate<T>(IReadOnlyList<T> all, int size)
        => size == 0
            ? [[]]
            : [.. all.SelectMany((one, index) => Enumerate([.. all.Skip(index)], size - 1).Select(rest => (T[])[one, .. rest]))];

    /// <summary>The same in an order of which any part has something of everything.</summary>
    public static IEnumerable<T[]> Spread<T>(IReadOnlyList<T> all, int size)
    {
        var groups = Enumerate(all, size);
        var step = Enumerable.Range(groups.Count * 2 / 5, groups.Count).First(
            step => BigInteger.GreatestCommonDivisor(step, groups.Count) == 1);
        return Enumerable.Range(0, groups.Count).Select(index => groups[(int)((long)index * step % groups.Count)]);
    }
}
