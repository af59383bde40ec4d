namespace TypedSessions.Tests.Proof.Fuzz;

/// <summary>
/// Something of the library that reads bytes which others may have made, and what has to be true of it whatever the bytes.
/// </summary>
internal abstract class FuzzTarget : IDisposable
{
    /// <summary>The name of its folder in the corpus.</summary>
    public abstract string Name { get; }

    /// <summary>How many of a thousand inputs it gets.</summary>
    public abstract int Share { get; }

    /// <summary>Inputs as the library itself would write them. What else is worth to begin with is in the corpus.</summary>
    public abstract IEnumerable<byte[]> Seeds { get; }

    /// <summary>Bytes that mean something to the reader.</summary>
    public virtual IReadOnlyList<byte[]> Tokens => [];

    public virtual int MaxInput => 1024;

    /// <summary>How many bytes the library may allocate for an input.</summary>
    public abstract long AllocationLimit(ReadOnlySpan<byte> input);

    /// <summary>Makes the checksums of a mutated input right again, so that what is behind them is reached.</summary>
    public virtual void Repair(Span<byte> input)
    {
    }

    /// <summary>Passes an input to the library. Allocations are counted, and unexpected exceptions are not caught.</summary>
    public abstract void Feed(ReadOnlyMemory<byte> input);

    /// <summary>Checks the result of the last input.</summary>
    /// <returns>The kind of the outcome. An input with a new kind is mutated further.</returns>
    /// <exception cref="FuzzException">It must not be so.</exception>
    public abstract int Check(ReadOnlyMemory<byte> input);

    public virtual void Dispose()
    {
    }

    protected static void Require(bool isTrue, string what)
    {
        if (!isTrue)
        {
            throw new FuzzException(what);
        }
    }

    /// <summary>A number for a kind of outcome: the same in every run.</summary>
    protected static int Kind(params ReadOnlySpan<int> parts)
    {
        var kind = 17;
        foreach (var part in parts)
        {
            kind = unchecked((kind * 16777619) ^ part);
        }

        return kind;
    }

    /// <summary>As a number of bits, so that small differences of large numbers do not form separate kinds.</summary>
    protected static int Magnitude(long number) => 64 - (int)long.LeadingZeroCount(number);
}

/// <summary>An input of which something is not as it must be.</summary>
internal sealed class FuzzException(string message) : Exception(message);
