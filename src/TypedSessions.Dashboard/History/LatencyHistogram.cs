namespace TypedSessions.Dashboard.History;

/// <summary>Counts durations in buckets that grow by a fifth, from a microsecond to some minutes. Safe for several threads.</summary>
internal sealed class LatencyHistogram
{
    private const double First = 1e-6;
    private const double Growth = 1.2;
    private const int Buckets = 110;

    private readonly int[] _counts = new int[Buckets];
    private int _errors;

    public int Errors => Volatile.Read(ref _errors);

    public void Add(double seconds, bool isError)
    {
        Interlocked.Increment(ref _counts[GetBucket(seconds)]);
        if (isError)
        {
            Interlocked.Increment(ref _errors);
        }
    }

    /// <summary>Adds the counts to those of a longer period.</summary>
    public void AddTo(long[] counts)
    {
        for (var i = 0; i < Buckets; i++)
        {
            counts[i] += Volatile.Read(ref _counts[i]);
        }
    }

    public static long[] NewCounts() => new long[Buckets];

    /// <summary>Returns the upper limit of the bucket of a quantile, in seconds; <see langword="null"/> without durations.</summary>
    public static double? GetQuantile(long[] counts, double quantile)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(counts.Sum() * quantile));
        for (var i = 0; i < Buckets; i++)
        {
            rank -= counts[i];
            if (rank <= 0)
            {
                return First * Math.Pow(Growth, i);
            }
        }

        return null;
    }

    private static int GetBucket(double seconds)
        => seconds <= First ? 0 : Math.Min(Buckets - 1, (int)Math.Ceiling(Math.Log(seconds / First) / Math.Log(Growth)));
}
