using System.Security.Cryptography;
using System.Text;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Crashes;

/// <summary>
/// An endless sequence of numbered writes that creates, updates, touches, rotates and removes a few sessions in turn. The records after
/// any step can be computed from its number.
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="rotatesInSteps">
/// Whether a crash can leave the new record with the short lifetime that it has until the old one is closed.
/// </param>
internal sealed class CrashScript(ISessionEngine engine, bool rotatesInSteps = false)
{
    private const int Sessions = 5;
    private const int Creation = 0;
    private const int Rotation = 4;
    private const int Touch = 6;
    private const int Removal = 9;
    private const int Turns = 10;

    private static readonly DateTimeOffset Start = new ManualClock().GetUtcNow();

    // The clock stands still, so closed copies remain.
    private static readonly DateTimeOffset EndOfCopies = Start + TimeSpan.FromSeconds(60);

    /// <summary>Runs one step.</summary>
    public async Task RunAsync(int step)
    {
        var key = KeyAfter(step);
        var done = GetTurn(step) switch
        {
            Creation => await engine.CreateAsync(key, GetRecord(step), CancellationToken.None),
            Removal => await engine.RemoveAsync(KeyAfter(step - Sessions), CancellationToken.None),
            Rotation => await CommitAsync(
                step, (old, changes) => engine.RotateAsync(KeyAfter(step - Sessions), key, old, changes, CancellationToken.None)),
            _ => await CommitAsync(step, (old, changes) => engine.UpdateAsync(key, old, changes, CancellationToken.None)),
        };
        Assert.True(done, $"Step {step} found no session.");
    }

    /// <summary>Finds the last stored step: the acknowledged one, or the next one, which may have been running.</summary>
    public async Task<int> FindStoredAsync(int acknowledged)
    {
        if (rotatesInSteps && GetTurn(acknowledged + 1) == Rotation)
        {
            await SettleRotationAsync(acknowledged + 1);
        }

        return await IsAsAfterAsync(acknowledged + 1) ? acknowledged + 1 : acknowledged;
    }

    /// <summary>Returns a difference from the expected records after a step; <see langword="null"/> for none.</summary>
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
                + string.Join(
                    ", ", sessions.Select(session => $"{session.Key} v{session.Record.Version} until {session.Record.ExpiresAt:O}"));
    }

    private async Task<bool> IsAsAfterAsync(int step)
    {
        for (var last = Math.Max(0, step - Sessions + 1); last <= step; last++)
        {
            if (await DescribeAsync(KeyAfter(last)) != Expected(last))
            {
                return false;
            }

            if (RotationBefore(last) is { } rotation && await DescribeAsync(KeyAfter(rotation - Sessions)) != ExpectedCopy(rotation))
            {
                return false;
            }
        }

        return true;
    }

    // A crash in a rotation of several writes can leave the new record with the short lifetime of a closed copy. It expires if the old
    // record is still open, because no client has its token; otherwise the next use renews it.
    private async Task SettleRotationAsync(int step)
    {
        var key = KeyAfter(step);
        if (await engine.LoadAsync(key, CancellationToken.None) is not { } record || record.ExpiresAt == ExpiresAfter(step))
        {
            return;
        }

        Assert.Equal(Describe(GetRecord(step).Values, EndOfCopies), Describe(record));
        var old = await engine.LoadAsync(KeyAfter(step - Sessions), CancellationToken.None);
        Assert.NotNull(old);
        if (!old.IsClosed)
        {
            Assert.True(await engine.RemoveAsync(key, CancellationToken.None));
            return;
        }

        var touch = await engine.UpdateAsync(key, record, new SessionChanges { ExpiresAt = ExpiresAfter(step) }, CancellationToken.None);
        Assert.Equal(CommitOutcome.Applied, touch.Outcome);
    }

    private static int CountAfter(int step)
        => Enumerable.Range(0, Sessions).Select(i => step - i).Count(last => last >= 0 && GetTurn(last) != Removal);

    private static int GetTurn(int step) => step / Sessions % Turns;

    // Returns the step in which a session got its current key.
    private static int? RotationBefore(int step)
        => GetTurn(step) is var turn && turn < Rotation ? null : step - (Sessions * (turn - Rotation));

    // The key changes with the rotation.
    private static SessionKey KeyAfter(int step)
    {
        var turn = GetTurn(step);
        var since = step - (Sessions * (turn < Rotation ? turn : turn - Rotation));
        return new SessionKey(SHA256.HashData(Encoding.UTF8.GetBytes($"key {since}")));
    }

    // A touch does not change the values.
    private static string Expected(int step) => GetTurn(step) switch
    {
        Removal => "",
        Touch => Describe(GetRecord(step - Sessions).Values, ExpiresAfter(step)),
        _ => Describe(GetRecord(step).Values, ExpiresAfter(step)),
    };

    // The values from before the rotation under the new key.
    private static string ExpectedCopy(int rotation)
        => $"{Describe(GetRecord(rotation - Sessions).Values, EndOfCopies)} closed for {KeyAfter(rotation)}";

    private static DateTimeOffset ExpiresAfter(int step) => Start + TimeSpan.FromDays(14) + TimeSpan.FromSeconds(step % 100_000);

    private static SessionRecord GetRecord(int step) => new()
    {
        Values = SessionValues.From(GetValues(step).Select(change => KeyValuePair.Create(change.Key, change.Value!.Value))),
        CreatedAt = Start,
        ExpiresAt = ExpiresAfter(step),
    };

    // Up to fifteen pages, so that a crash can interrupt a write between two pages.
    private static SessionValueChange[] GetValues(int step)
        => [Set("step", step.ToString()), Set("filler", new string((char)('a' + (step % 26)), step * 7919 % 60_000))];

    private static string Describe(SessionValues values, DateTimeOffset expires) => $"{values.Show()} until {expires:O}";

    private static string Describe(SessionRecord record)
        => Describe(record.Values, record.ExpiresAt) + (
            record.Closure is { } closure ? $" closed for {string.Join(' ', closure.Successors)}" : "");

    private async Task<string> DescribeAsync(SessionKey key)
        => await engine.LoadAsync(key, CancellationToken.None) is { } record ? Describe(record) : "";

    private async Task<bool> CommitAsync(int step, Func<SessionRecord, SessionChanges, ValueTask<CommitResult>> commitAsync)
    {
        var old = await engine.LoadAsync(KeyAfter(step - Sessions), CancellationToken.None);
        var changes = new SessionChanges { Values = GetTurn(step) == Touch ? default : GetValues(step), ExpiresAt = ExpiresAfter(step) };
        return old is not null && !(await commitAsync(old, changes)).IsGone;
    }
}
