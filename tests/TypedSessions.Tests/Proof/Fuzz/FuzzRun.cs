using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Fuzz;

/// <summary>Runs a target on mutated inputs. The seed and the number of inputs determine them.</summary>
internal sealed class FuzzRun(FuzzTarget target, int seed)
{
    private const int MaxKept = 4096;

    private readonly Random _random = new(seed);
    private readonly List<byte[]> _kept = [];
    private readonly HashSet<int> _kinds = [];
    private long _fed;
    private ReadOnlyMemory<byte> _current;

    /// <summary>The number of inputs so far, for progress output.</summary>
    public long Fed => Interlocked.Read(ref _fed);

    /// <summary>The current input, for other threads.</summary>
    public byte[] Current => _current.ToArray();

    /// <summary>The number of different outcomes.</summary>
    public int Kinds => _kinds.Count;

    /// <summary>Runs the seeds, the corpus and then the given number of mutated inputs.</summary>
    public void Run(long inputs)
    {
        foreach (var input in target.Seeds.Concat(Corpus.Enumerate(target.Name).Select(kept => kept.Bytes)).ToArray())
        {
            Feed(input);
            _kept.Add(input);
        }

        var mutator = new Mutator(_random, target.Tokens, target.MaxInput);
        for (var i = 0L; i < inputs; i++)
        {
            var input = mutator.Mutate(Pick(), Pick());
            if (_random.Next(8) > 0)
            {
                target.Repair(input.Span);
            }

            if (Feed(input) && _kept.Count < MaxKept)
            {
                Keep(input.Span);
            }
        }
    }

    /// <summary>Runs one input.</summary>
    /// <returns>Whether its outcome is new.</returns>
    /// <exception cref="FuzzException">The library does not handle the input as specified.</exception>
    public bool Feed(ReadOnlyMemory<byte> input)
    {
        _current = input;
        Interlocked.Increment(ref _fed);
        try
        {
            return _kinds.Add(FeedMeasured(input));
        }
        catch (Exception exception)
        {
            throw new FuzzException(Report.Failure(target, seed, Shortest(input.ToArray()), exception));
        }
    }

    private byte[] Pick() => _kept[_random.Next(_kept.Count)];

    private void Keep(ReadOnlySpan<byte> input)
    {
        _kept.Add(input.ToArray());
        if (LongForm.FuzzCorpus is { } folder)
        {
            Corpus.Keep(folder, target.Name, $"kind-{_kinds.Count}", input);
        }
    }

    // Runs the input again if it allocates too much, because the first run may include one-time initialization.
    private int FeedMeasured(ReadOnlyMemory<byte> input)
    {
        var limit = target.AllocationLimit(input.Span);
        var allocated = Allocated(input);
        for (var again = 0; allocated > limit && again < 3; again++)
        {
            allocated = Allocated(input);
        }

        return allocated <= limit
            ? target.Check(input)
            : throw new FuzzException($"{allocated} bytes were allocated for {input.Length}, and the limit is {limit}.");
    }

    private long Allocated(ReadOnlyMemory<byte> input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        target.Feed(input);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    // Minimizes the failing input.
    private byte[] Shortest(byte[] input)
    {
        for (var size = Math.Max(input.Length / 2, 1); size > 0; size /= 2)
        {
            for (var at = 0; at + size <= input.Length;)
            {
                byte[] shorter = [.. input[..at], .. input[(at + size)..]];
                if (Fails(shorter))
                {
                    input = shorter;
                }
                else
                {
                    at += size;
                }
            }
        }

        return input;
    }

    private bool Fails(byte[] input)
    {
        target.Repair(input);
        try
        {
            FeedMeasured(input);
            return false;
        }
        catch
        {
            return true;
        }
    }
}
