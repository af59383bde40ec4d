namespace TypedSessions.Tests.Proof.Fuzz;

/// <summary>
/// A part of the library that reads untrusted bytes, with the conditions that must hold for any bytes.
/// </summary>
internal abstract class FuzzTarget : IDisposable
{
    /// <summary>The name of its folder in the corpus.</summary>
    public abstract string Name { get; }

    /// <summary>The number of inputs in a thousand that this target gets.</summary>
    public abstract int Share { get; }

    /// <summary>Valid inputs. The corpus contains further ones.</summary>
    public abstract IEnumerable<byte[]> Seeds { get; }

    /// <summary>Byte sequences with a meaning in the format.</summary>
    public virtual IReadOnlyList<byte[]> Tokens => [];

    public virtual int MaxInput => 1024;

    /// <summary>Returns the maximum number of bytes that the library may allocate for an input.</summary>
    public abstract long AllocationLimit(ReadOnlySpan<byte> input);

    /// <summary>Corrects the checksums of a mutated input, so that the checks after them are reached.</summary>
    public virtual void Repair(Span<byte> input)
    {
    }

    /// <summary>Passes an input to the library. Allocations are counted, and unexpected exceptions are not caught.</summary>
    public abstract void Feed(ReadOnlyMemory<byte> input);

    /// <summary>Checks the result of the last input.</summary>
    /// <returns>A number for the outcome. An input with a new outcome is mutated further.</returns>
    /// <exception cref="FuzzException">The result violates a condition.</exception>
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

    /// <summary>Returns a number for an outcome that is the same in every run.</summary>
    protected static int Kind(params ReadOnlySpan<int> parts)
    {
        var kind = 17;
        foreach (var part in parts)
        {
            kind = unchecked((kind * 16777619) ^ part);
        }

        return kind;
    }

    /// <summary>Returns the number of bits, so that small differences of large numbers are not different outcomes.</summary>
    protected static int Magnitude(long number) => 64 - (int)long.LeadingZeroCount(number);
}

/// <summary>An input that violates a condition of its target.</summary>
internal sealed class FuzzException(string message) : Exception(message);
