using System.Security.Cryptography;
using System.Text;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Crashes;

/// <summary>
/// A sequence of writes without an end, each known by its number: a few sessions in turn are created, updated, touched, rotated and removed. So
/// what is stored after any step can be told without having watched.
/// </summary>
internal sealed class CrashScript(ISessionEngine engine)
{
    private const int Sessions = 5;
    private const int Creation = 0;
    private const int Rotation = 4;
    private const int Touch = 6;
    private const int Removal = 9;
    private const int Turns = 10;

    private static readonly DateTimeOffset Start = new ManualClock().GetUtcNow();

    /// <summary>Does one step.</summary>
    public async Task RunAsync(int step)
    {
        var key = KeyAfter(step);
        var done = TurnOf(step) switch
        {
            Creation => await engine.CreateAsync(key, RecordOf(step), CancellationToken.None),
            Removal => await engine.RemoveAsync(KeyAfter(step - Sessions), CancellationToken.None),
            Rotation => await CommitAsync(step, (old, changes) => engine.RotateAsync(KeyAfter(step - Sessions), key, old, changes, CancellationToken.None)),
            _ => await CommitAsync(step, (old, changes) => engine.UpdateAsync(key, old, changes, CancellationToken.None)),
        };
        Assert.True(done, $"Step {step} found no session.");
    }

    /// <summary>The last step that is stored, when one was acknowledged and the next may have been under way.</summary>
    public async Task<int> FindStoredAsync(int acknowledged) => await IsAsAfterAsync(acknowledged + 1) ? acknowledged + 1 : acknowledged;

    /// <summary>What is not as it is after a step and all before it; <see langword="null"/> when everything is.</summary>
    public async Task<string?> FindProblemAsync(int step)
    {
        if (!await IsAsAfterAsync(step))
        {
            return $"The sessions are neither as after step {step}, which was acknowledged, nor as after the next.";
        }

        var sessions = await ((ISessionInventory)engine).ListAsync(CancellationToken.None).ToListAsync();
        return sessions.Count == CountAfter(step)
            ? null
            : $"There are {sessions.Count} sessions after step {step}: "
                + string.Join(", ", sessions.Select(session => $"{session.Key} v{session.Record.Version} until {session.Record.Expires:O}"));
    }

    private async Task<bool> IsAsAfterAsync(int step)
    {
        for (var last = Math.Max(0, step - Sessions + 1); last <= step; last++)
        {
            if (await DescribeAsync(KeyAfter(last)) != Expected(last) || (HasOldKey(last) && await DescribeAsync(KeyAfter(last - Sessions)) != ""))
            {
                return false;
            }
        }

        return true;
    }

    private static int CountAfter(int step)
        => Enumerable.Range(0, Sessions).Select(i => step - i).Count(last => last >= 0 && TurnOf(last) != Removal);

    private static int TurnOf(int step) => step / Sessions % Turns;

    private static bool HasOldKey(int step) => TurnOf(step) == Rotation;

    // A session has one key from its creation to its rotation, and another from there on.
    private static SessionKey KeyAfter(int step)
    {
        var turn = TurnOf(step);
        var since = step - (Sessions * (turn < Rotation ? turn : turn - Rotation));
        return new SessionKey(SHA256.HashData(Encoding.UTF8.GetBytes($"key {since}")));
    }

    // A touch leaves the values.
    private static string Expected(int step) => TurnOf(step) switch
    {
        Removal => "",
        Touch => Describe(RecordOf(step - Sessions).Values, ExpiresAfter(step)),
        _ => Describe(RecordOf(step).Values, ExpiresAfter(step)),
    };

    private static DateTimeOffset ExpiresAfter(int step) => Start + TimeSpan.FromDays(14) + TimeSpan.FromSeconds(step % 100_000);

    private static SessionRecord RecordOf(int step) => new()
    {
        Values = SessionValues.From(ValuesOf(step).Select(change => KeyValuePair.Create(change.Key, change.Value!.Value))),
        Created = Start,
        Expires = ExpiresAfter(step),
    };

    // Up to fifteen pages, so that a write can be cut off between two.
    private static SessionValueChange[] ValuesOf(int step)
        => [Set("step", step.ToString()), Set("filler", new string((char)('a' + (step % 26)), step * 7919 % 60_000))];

    private static string Describe(SessionValues values, DateTimeOffset expires) => $"{values.Show()} until {expires:O}";

    private async Task<string> DescribeAsync(SessionKey key)
        => await engine.LoadAsync(key, CancellationToken.None) is { } record ? Describe(record.Values, record.Expires) : "";

    private async Task<bool> CommitAsync(int step, Func<SessionRecord, SessionChanges, ValueTask<CommitResult>> commitAsync)
    {
        var old = await engine.LoadAsync(KeyAfter(step - Sessions), CancellationToken.None);
        var changes = new SessionChanges { Values = TurnOf(step) == Touch ? default : ValuesOf(step), Expires = ExpiresAfter(step) };
        return old is not null && !(await commitAsync(old, changes)).IsGone;
    }
}
