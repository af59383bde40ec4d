using TypedSessions.Http.Cookies;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http.Cookies;

/// <summary>
/// The cookies of many browsers as an engine. Each operation is a request that sends the cookies of its browser and stores those of the
/// response. One request at a time, because sessions in cookies give no guarantees for concurrent requests.
/// </summary>
internal sealed class CookieJar(SealedTransport transport, ManualClock clock) : ISessionEngine
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SessionKey, string> _texts = [];

    public SessionGuarantees Guarantees => new RequestRecordStore(transport, clock).Guarantees;

    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
        => Request([key], records => records.LoadAsync(key, cancellationToken));

    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
        => Request([key], records => records.CreateAsync(key, record, cancellationToken));

    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => Request([key], records => records.UpdateAsync(key, loaded, changes, cancellationToken));

    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => Request([key, newKey], records => records.RotateAsync(key, newKey, loaded, changes, cancellationToken));

    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
        => Request([key], records => records.RemoveAsync(key, cancellationToken));

    public ValueTask<int> RemoveExpiredAsync(int batchSize, CancellationToken cancellationToken)
        => new RequestRecordStore(transport, clock).RemoveExpiredAsync(batchSize, cancellationToken);

    private ValueTask<T> Request<T>(SessionKey[] keys, Func<ISessionEngine, ValueTask<T>> operation)
    {
        lock (_gate)
        {
            var records = new RequestRecordStore(transport, clock);
            foreach (var key in keys)
            {
                if (_texts.TryGetValue(key, out var text) && transport.Open(text) is { } session)
                {
                    Assert.Equal(key, session.Key);
                    Assert.True(records.TryAdd(session));
                }
            }

            var answer = operation(records);
            Assert.True(answer.IsCompleted);
            foreach (var key in keys)
            {
                PutBack(key, records);
            }

            return answer;
        }
    }

    private void PutBack(SessionKey key, RequestRecordStore records)
    {
        if (records.GetText(key) is { } text)
        {
            _texts[key] = text;
        }
        else
        {
            _texts.Remove(key);
        }
    }
}
