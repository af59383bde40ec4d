using Microsoft.Extensions.Caching.Distributed;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>
/// A distributed cache that pauses before every call and, optionally, before every answer. Nothing in it expires.
/// </summary>
internal sealed class GatedCache(ActorScheduler scheduler, bool pausesBeforeAnswers) : IDistributedCache
{
    private readonly Dictionary<string, byte[]> _entries = [];

    public byte[]? Get(string key) => throw new NotSupportedException();

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        await scheduler.PauseAsync($"get {Short(key)}");
        var value = _entries.GetValueOrDefault(key);
        await AnswerAsync();
        return value;
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        await scheduler.PauseAsync($"set {Short(key)}");
        _entries[key] = value;
        await AnswerAsync();
    }

    public void Remove(string key) => throw new NotSupportedException();

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        await scheduler.PauseAsync($"remove {Short(key)}");
        _entries.Remove(key);
        await AnswerAsync();
    }

    public void Refresh(string key) => throw new NotSupportedException();

    public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

    private static string Short(string key) => key[..^60];

    private Task AnswerAsync() => pausesBeforeAnswers ? scheduler.PauseAsync("cache answers") : Task.CompletedTask;
}
