using System.Numerics;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>Combinations of concurrent actors.</summary>
internal static class Combinations
{
    /// <summary>Returns all multisets of a size.</summary>
    public static IReadOnlyList<T[]> Enumerate<T>(IReadOnlyList<T> all, int size)
        => size == 0
            ? [[]]
            : [.. all.SelectMany((one, index) => Enumerate([.. all.Skip(index)], size - 1).Select(rest => (T[])[one, .. rest]))];

    /// <summary>Returns all multisets of a size in an order of which any prefix is a fair sample.</summary>
    public static IEnumerable<T[]> Spread<T>(IReadOnlyList<T> all, int size)
    {
        var groups = Enumerate(all, size);
        var step = Enumerable.Range(groups.Count * 2 / 5, groups.Count).First(
            step => BigInteger.GreatestCommonDivisor(step, groups.Count) == 1);
        return Enumerable.Range(0, groups.Count).Select(index => groups[(int)((long)index * step % groups.Count)]);
    }
}
