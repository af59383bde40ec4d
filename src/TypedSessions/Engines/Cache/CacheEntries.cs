using System.Buffers;
using Microsoft.Extensions.Caching.Distributed;

namespace TypedSessions.Engines.Cache;

/// <summary>The entries under one prefix of a cache. Uses pooled buffers where the cache takes them.</summary>
internal sealed class CacheEntries(IDistributedCache cache, string prefix)
{
    private const int UsualSize = 1024;

    private static readonly byte[] Mark = [1];

    private readonly IBufferDistributedCache? _buffers = cache as IBufferDistributedCache;

    /// <summary>The name of the cache's type, for messages.</summary>
    public string CacheType { get; } = cache.GetType().Name;

    /// <summary>What is stored under a key, or <see langword="null"/> when that is nothing, or nothing that can be read.</summary>
    public async ValueTask<CachedRecord?> FindAsync(SessionKey key, CancellationToken cancellationToken)
        => await ReadAsync(NameOf(key), cancellationToken) is { } bytes ? CachedRecord.Read(bytes) : null;

    /// <summary>The same by a synchronous call, where the cache has such calls.</summary>
    public ValueTask<CachedRecord?> FindForWaitingThreadAsync(SessionKey key)
    {
        try
        {
            return ValueTask.FromResult(Read(NameOf(key)) is { } bytes ? CachedRecord.Read(bytes) : null);
        }
        catch (NotSupportedException)
        {
            return FindAsync(key, CancellationToken.None);
        }
    }

    /// <summary>Stores a record under a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="record">What to store.</param>
    /// <param name="lifetime">After what time the cache drops it. A span, because the cache may have another clock than the engine.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask SetAsync(SessionKey key, CachedRecord record, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var options = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = WholeSeconds(lifetime) };
        var size = record.Size;
        if (_buffers is null)
        {
            // The cache may keep the array itself.
            var bytes = new byte[size];
            record.Write(bytes);
            await cache.SetAsync(NameOf(key), bytes, options, cancellationToken);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(size);
        record.Write(rented.AsSpan(0, size));
        await _buffers.SetAsync(NameOf(key), new ReadOnlySequence<byte>(rented, 0, size), options, cancellationToken);

        // Not in a finally: a cache that failed may still be reading.
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Removes what is stored under a key, if anything is.</summary>
    public ValueTask RemoveAsync(SessionKey key, CancellationToken cancellationToken)
        => new(cache.RemoveAsync(NameOf(key), cancellationToken));

    /// <summary>Puts up a tombstone beside a key's entry.</summary>
    public ValueTask SetTombstoneAsync(SessionKey key, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var options = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = lifetime };
        return new(cache.SetAsync(TombstoneOf(key), Mark, options, cancellationToken));
    }

    /// <summary>Whether there is a tombstone for a key.</summary>
    public async ValueTask<bool> HasTombstoneAsync(SessionKey key, CancellationToken cancellationToken)
        => await cache.GetAsync(TombstoneOf(key), cancellationToken) is not null;

    /// <summary>Takes a key's tombstone away, if there is one.</summary>
    public ValueTask RemoveTombstoneAsync(SessionKey key, CancellationToken cancellationToken)
        => new(cache.RemoveAsync(TombstoneOf(key), cancellationToken));

    private async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        if (_buffers is null)
        {
            return await cache.GetAsync(name, cancellationToken) is { } bytes ? bytes : null;
        }

        // The record's values will be slices of this buffer, so it is not a pooled one.
        var buffer = new ArrayBufferWriter<byte>(UsualSize);
        return await _buffers.TryGetAsync(name, buffer, cancellationToken) ? buffer.WrittenMemory : null;
    }

    private ReadOnlyMemory<byte>? Read(string name)
    {
        if (_buffers is null)
        {
            return cache.Get(name) is { } bytes ? bytes : null;
        }

        var buffer = new ArrayBufferWriter<byte>(UsualSize);
        return _buffers.TryGet(name, buffer) ? buffer.WrittenMemory : null;
    }

    // Upwards, because caches count in whole seconds or milliseconds: what is under one is
    // dropped at once, or refused. Whether the record has expired its reader sees by itself.
    private static TimeSpan WholeSeconds(TimeSpan lifetime) => TimeSpan.FromSeconds(Math.Ceiling(lifetime.TotalSeconds));

    private string NameOf(SessionKey key) => $"{prefix}{key}";

    private string TombstoneOf(SessionKey key) => $"{prefix}gone:{key}";
}
