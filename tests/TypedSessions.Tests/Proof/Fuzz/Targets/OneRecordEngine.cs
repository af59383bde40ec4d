using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>An engine that has one record under whatever key, and forgets what is written.</summary>
internal sealed class OneRecordEngine : ISessionEngine
{
    private static readonly DateTimeOffset Now = new ManualClock().GetUtcNow();

    public SessionGuarantees Guarantees => SessionGuarantees.FreshLoads;

    /// <summary>What the record holds.</summary>
    public SessionValues Values { get; set; } = SessionValues.Empty;

    /// <summary>How often something was to be written.</summary>
    public int Writes { get; set; }

    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
        => ValueTask.FromResult<SessionRecord?>(new() { Values = Values, Created = Now, Expires = Now.AddDays(14) });

    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken) => Write(true);

    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => Write(SessionUpdate.Apply(loaded, loaded, changes, Now).Result);

    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => Write(SessionUpdate.Rotate(loaded, newKey, loaded, changes, Now).Result);

    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken) => Write(true);

    public ValueTask<int> RemoveExpiredAsync(int batch, CancellationToken cancellationToken) => ValueTask.FromResult(0);

    private ValueTask<T> Write<T>(T answer)
    {
        Writes++;
        return ValueTask.FromResult(answer);
    }
}
