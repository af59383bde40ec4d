using System.Security.Cryptography;
using TypedSessions.Redis.Connections;
using TypedSessions.Redis.Records;
using TypedSessions.Redis.Scripting;

namespace TypedSessions.Redis.Limits;

/// <summary>
/// Serializes the sign-ins of a user on all nodes while the user's sessions are counted. A lock expires if its node fails.
/// </summary>
internal sealed class OwnerLocks(ScriptRunner scripts, RedisKeys keys)
{
    // Much longer than a sign-in takes, and shorter than users wait.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(20);

    private const int LocalLocks = 64;

    // Sign-ins of one user in this process wait here, instead of polling the server.
    private readonly SemaphoreSlim[] _local = [.. Enumerable.Range(0, LocalLocks).Select(static _ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the lock of a user.</summary>
    /// <returns>An object that releases the lock when it is disposed.</returns>
    /// <exception cref="SessionEngineException">The lock was not released in time.</exception>
    public async ValueTask<IAsyncDisposable> AcquireAsync(string owner, CancellationToken cancellationToken)
    {
        var ownerHash = RedisKeys.GetOwnerHash(owner);
        var local = _local[ownerHash[0] % LocalLocks];
        await local.WaitAsync(cancellationToken);
        try
        {
            var ownerLock = new OwnerLock(this, keys.GetLock(ownerHash), RandomNumberGenerator.GetHexString(32), local);
            await RedisErrors.TranslateAsync("lock the sessions of a user", WaitAsync(ownerLock, cancellationToken), cancellationToken);
            return ownerLock;
        }
        catch
        {
            local.Release();
            throw;
        }
    }

    // Uses the system's time, because the lock expires by the server's clock.
    private async Task<bool> WaitAsync(OwnerLock ownerLock, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var pause = MinPause; !await TryAcquireAsync(ownerLock); pause = pause * 2 < MaxPause ? pause * 2 : MaxPause)
        {
            if (TimeProvider.System.GetElapsedTime(start) > MaxWait)
            {
                throw new SessionEngineException(
                    "The Redis session engine could not count the sessions of a user in time: another sign-in of the user takes too long.");
            }

            await Task.Delay(pause, TimeProvider.System, cancellationToken);
        }

        return true;
    }

    private async Task<bool> TryAcquireAsync(OwnerLock ownerLock)
        => await (await scripts.GetDatabaseAsync()).StringSetAsync(
            ownerLock.Key, ownerLock.Value, Lifetime, When.NotExists, CommandFlags.DemandMaster);

    private async ValueTask ReleaseAsync(OwnerLock ownerLock)
    {
        try
        {
            await scripts.RunAsync(Scripts.Release, [ownerLock.Key], [ownerLock.Value], isFinal: false);
        }
        catch (Exception error) when (error is RedisException or SessionEngineException or TimeoutException)
        {
            // The lock expires, and the stored session is not affected.
        }
        finally
        {
            ownerLock.Local.Release();
        }
    }

    private sealed record OwnerLock(OwnerLocks Locks, RedisKey Key, string Value, SemaphoreSlim Local) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Locks.ReleaseAsync(this);
    }
}
