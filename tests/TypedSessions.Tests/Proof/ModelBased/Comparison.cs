using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TypedSessions.Tests.Proof.ModelBased.Reference;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.ModelBased;

/// <summary>
/// Runs sequences of operations on the model and on the library, until they differ;
/// and then looks for the shortest sequence by which they do.
/// </summary>
internal sealed class Comparison(string engine, Subject.Subject subject)
{
    private const int Length = 100;

    // Each try costs a sequence. What is left then is short enough.
    private const int MaxTries = 5_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// As many operations as asked for, in sequences of their own world each; or the one sequence of <c>TYPED_SESSIONS_SEED</c>.
    /// </summary>
    public async Task RunAsync(int operations)
    {
        if (LongForm.Seed is { } seed)
        {
            await CheckAsync(seed);
            return;
        }

        var left = operations;
        for (var next = 1UL; left > 0; next++)
        {
            left -= await CheckAsync(next);
        }
    }

    private async ValueTask<int> CheckAsync(ulong seed)
    {
        var sequence = Operations.Sequences.Generator.Sample(1, new Rnd(seed), Length)[0];
        if (await FindDifferenceAsync(sequence) is not { } difference)
        {
            return sequence.Length;
        }

        var shortest = await ShrinkAsync(sequence);
        var report = new StringBuilder($"{engine}: the model and the library differ (TYPED_SESSIONS_SEED={seed}).\n");
        if (await FindDifferenceAsync(shortest, report) is null)
        {
            report.AppendLine(
                CultureInfo.InvariantCulture, $"Not this time, and so not by the sequence alone. What was seen at first:\n{difference}");
        }

        Assert.Fail(report.ToString());
        return 0;
    }

    private async ValueTask<Operation[]> ShrinkAsync(Operation[] sequence)
    {
        var tries = 0;
        for (var isSmaller = true; isSmaller && tries < MaxTries;)
        {
            isSmaller = false;
            foreach (var candidate in Operations.Sequences.Shrinker(sequence))
            {
                if (++tries < MaxTries && await FindDifferenceAsync(candidate) is not null)
                {
                    sequence = candidate;
                    isSmaller = true;
                    break;
                }
            }
        }

        return sequence;
    }

    // Ends with a look at everything that is stored.
    private async ValueTask<string?> FindDifferenceAsync(Operation[] sequence, StringBuilder? report = null)
    {
        var model = new Model(subject.Rules);
        await subject.BeginAsync();
        foreach (var operation in sequence.Append(new Inspect()))
        {
            var (expected, actual) = (model.Do(operation), await DoAsync(operation));
            if (expected != actual)
            {
                var difference = $"  {operation}\n    expected: {expected}\n    was:      {actual}";
                report?.AppendLine(difference);
                return difference;
            }

            report?.AppendLine($"  {operation}\n    {actual}");
        }

        return null;
    }

    // Whatever nobody expected is a difference, and not the end of the search.
    private async ValueTask<string> DoAsync(Operation operation)
    {
        var doing = subject.DoAsync(operation).AsTask();
        try
        {
            return doing.IsCompleted ? await doing : await doing.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException) when (!doing.IsCompleted)
        {
            throw new InvalidOperationException($"{engine}: {operation} has not ended after {Patience}. Nothing of the library waits by this clock, so a server or its client stands still.");
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }
}
