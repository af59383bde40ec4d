using System.Collections.Concurrent;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Promises.Seeded;

/// <summary>An engine with a bug in some of its calls.</summary>
internal abstract class BuggyEngine(ISessionEngine inner) : RecordingEngine(inner)
{
    protected sealed override async ValueTask<T> InvokeAsync<T>(RecordedCall call, Func<ISessionEngine, ValueTask<T>> operation)
        => (T)(await CallAsync(call, async () => await operation(Inner)))!;

    protected abstract Task<object?> CallAsync(RecordedCall call, Func<Task<object?>> operation);

    /// <summary>Returns the record that a correct engine stores if no other request has changed the loaded one.</summary>
    protected static SessionRecord Apply(RecordedCall call)
        => SessionUpdate.Apply(call.Loaded, call.Loaded!, call.Changes!, JustBeforeExpiry(call)).Record!;

    protected static SessionRecord Rotate(RecordedCall call)
        => SessionUpdate.Rotate(call.Loaded, call.NewKey, call.Loaded!, call.Changes!, JustBeforeExpiry(call)).Record!;

    private static DateTimeOffset JustBeforeExpiry(RecordedCall call) => call.Loaded!.ExpiresAt.AddMilliseconds(-1);
}

/// <summary>Overwrites the changes of other requests with the whole loaded record.</summary>
internal sealed class LostUpdateEngine(ISessionEngine inner) : BuggyEngine(inner)
{
    protected override async Task<object?> CallAsync(RecordedCall call, Func<Task<object?>> operation)
    {
        if (call.Name != "update")
        {
            return await operation();
        }

        var next = Apply(call);
        var whole = new SessionChanges
        {
            Values = next.Values.Select(static pair => new SessionValueChange(pair.Key, pair.Value)).ToArray(),
            ClearFirst = true,
            ExpiresAt = next.ExpiresAt,
            Expiry = next.Expiry,
            HasExpiration = true,
        };
        return await Inner.UpdateAsync(call.Key, call.Loaded!, whole, CancellationToken.None);
    }
}

/// <summary>Creates a removed record again if the request has loaded it before.</summary>
internal sealed class ResurrectionEngine(ISessionEngine inner) : BuggyEngine(inner)
{
    protected override async Task<object?> CallAsync(RecordedCall call, Func<Task<object?>> operation)
    {
        var result = await operation();
        return result is CommitResult { IsGone: true } && call.Name is "update" or "touch"
            && await Inner.CreateAsync(call.Key, Apply(call), CancellationToken.None)
                ? CommitResult.Applied(Apply(call))
                : result;
    }
}

/// <summary>Declares fresh loads but returns the previous record in one of five loads.</summary>
internal sealed class StaleReadEngine(ISessionEngine inner) : BuggyEngine(inner)
{
    private readonly ConcurrentDictionary<SessionKey, SessionRecord> _copies = [];
    private int _loads;

    protected override async Task<object?> CallAsync(RecordedCall call, Func<Task<object?>> operation)
    {
        var result = await operation();
        if (call.Name != "load" || result is not SessionRecord record)
        {
            return result;
        }

        if (!record.IsClosed && Interlocked.Increment(ref _loads) % 5 == 0 && _copies.TryGetValue(call.Key, out var copy))
        {
            return copy;
        }

        return _copies[call.Key] = record;
    }
}

/// <summary>Accepts a second rotation of the same record.</summary>
internal sealed class DoubleRotationEngine(ISessionEngine inner) : BuggyEngine(inner)
{
    protected override async Task<object?> CallAsync(RecordedCall call, Func<Task<object?>> operation)
    {
        var result = await operation();
        return result is CommitResult { Outcome: CommitOutcome.Closed } && !call.Loaded!.IsClosed
            && await Inner.CreateAsync(call.NewKey, Rotate(call), CancellationToken.None)
                ? CommitResult.Applied(Rotate(call))
                : result;
    }
}

/// <summary>
/// Acknowledges one of ten updates without storing it. Except updates of the expiry, which would violate the promise about expiry.
/// </summary>
internal sealed class FalseAcknowledgementEngine(ISessionEngine inner) : BuggyEngine(inner)
{
    private int _updates;

    protected override async Task<object?> CallAsync(RecordedCall call, Func<Task<object?>> operation)
        => call is { Name: "update", Changes: { HasExpiration: false, RenewExpiration: false } }
            && Interlocked.Increment(ref _updates) % 10 == 0
                ? CommitResult.Applied(Apply(call))
                : await operation();
}

/// <summary>Overwrites the changes of other requests in the same values.</summary>
internal sealed class UnmergedValueEngine(ISessionEngine inner) : BuggyEngine(inner)
{
    protected override async Task<object?> CallAsync(RecordedCall call, Func<Task<object?>> operation)
    {
        if (call.Name != "update")
        {
            return await operation();
        }

        var changes = call.Changes!;
        var whole = new SessionChanges
        {
            Values = Array.ConvertAll(changes.Values.ToArray(), static change => new SessionValueChange(change.Key, change.Value)),
            ClearFirst = changes.ClearFirst,
            ExpiresAt = changes.ExpiresAt,
            RenewExpiration = changes.RenewExpiration,
            Expiry = changes.Expiry,
            HasExpiration = changes.HasExpiration,
        };
        return await Inner.UpdateAsync(call.Key, call.Loaded!, whole, CancellationToken.None);
    }
}

/// <summary>Applies one of ten updates twice, like a client that retries after a lost reply.</summary>
internal sealed class RepeatedUpdateEngine(ISessionEngine inner) : BuggyEngine(inner)
{
    private int _updates;

    protected override async Task<object?> CallAsync(RecordedCall call, Func<Task<object?>> operation)
    {
        if (call.Name == "update" && Interlocked.Increment(ref _updates) % 10 == 0)
        {
            await operation();
        }

        return await operation();
    }
}
