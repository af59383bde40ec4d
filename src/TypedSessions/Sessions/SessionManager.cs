using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <inheritdoc/>
internal sealed class SessionManager(SessionServices services, IServiceScopeFactory scopes) : ISessionManager
{
    // A round ends almost all of the sessions that are rotated at the same time.
    private const int MaxRemovalRounds = 1000;

    private ISessionInventory Inventory => services.Engine.Inventory ?? throw new NotSupportedException(
        $"The session engine {services.Engine.Inner.GetType().Name} cannot list its records: it finds them by their keys alone. " +
        "Keep sessions in a database for that.");

    /// <inheritdoc/>
    public SessionScope Create() => Open(services.Transport.Read(), isActivity: true);

    /// <inheritdoc/>
    public ValueTask<SessionScope?> OpenAsync(SessionKey key, bool isActivity, CancellationToken cancellationToken)
        => OpenStoredAsync(
            new CandidateTokens([SessionToken.Unknown(key)], hasRefused: false, services.Engine), isActivity, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SessionScope?> OpenAsync(string token, bool isActivity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        return OpenStoredAsync(services.Transport.Read(token), isActivity, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<SessionRecord?> FindAsync(SessionKey key, CancellationToken cancellationToken)
        => await services.Engine.LoadAsync(key, cancellationToken) is { IsClosed: false } record ? record : null;

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var record = await services.Engine.LoadFreshAsync(key, cancellationToken);
        var ended = await SessionChain.RemoveAsync(
            services.Engine, key, record?.Owner, (_, found) => record is null || IsContinuation(found, record), cancellationToken);
        if (record is not null && DeferredSession.FindFollowedBy(record) is { } signIn)
        {
            await services.Engine.RemoveAsync(signIn, cancellationToken);
        }

        return RecordEnds(ended, SessionEndCause.Removed) > 0;
    }

    // The session of the next user of a browser took the place of the one before, and is not its continuation.
    private static bool IsContinuation(SessionRecord found, SessionRecord before)
    {
        var (owner, scheme) = before.Closure is { } closure ? (closure.Owner, closure.OwnerScheme) : (before.Owner, before.OwnerScheme);
        return (owner is null && scheme is null) || found.IsOwnedBy(owner, scheme);
    }

    /// <inheritdoc/>
    public async ValueTask<int> RemoveByOwnerAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        owner = OwnerId.Normalize(owner);
        var (found, removed) = (await FindForRemovalAsync(owner, cancellationToken), 0);

        // A rotation keeps the time of creation, so sessions with other times have begun since, or follow a cross-site sign-in
        // that was found. The former are left, or a user who signs in all the time would keep the removal from its end.
        var created = found.Select(static session => session.Record.CreatedAt).ToHashSet();
        var keys = found.Select(static session => session.Key).ToHashSet();
        for (var round = 1; found.Count > 0; round++)
        {
            var ended = await RemoveAsync(found, owner, cancellationToken);
            removed += ended;
            if (round == MaxRemovalRounds || (ended == 0 && found.TrueForAll(static session => session.Record.IsClosed)))
            {
                break;
            }

            found = await FindForRemovalAsync(owner, cancellationToken);
            found.RemoveAll(session => !created.Contains(session.Record.CreatedAt)
                && !(DeferredSession.FindFollowedBy(session.Record) is { } signIn && keys.Contains(signIn)));
        }

        return removed;
    }

    private async ValueTask<List<SessionRecordEntry>> FindForRemovalAsync(string owner, CancellationToken cancellationToken)
        => await Inventory.FindForRemovalAsync(owner, cancellationToken).ToListAsync(cancellationToken);

    // A session that is rotated at the same time is found by its new key in the next round, or by a closed copy that leads to it. Those
    // that were live when they were found are followed first, because all other copies lead to them and their number may grow.
    private async ValueTask<int> RemoveAsync(List<SessionRecordEntry> found, string owner, CancellationToken cancellationToken)
    {
        var ended = 0;
        var rotated = new List<SessionKey>();
        foreach (var (key, record) in found.Where(static session => !session.Record.IsClosed))
        {
            if (await services.Engine.RemoveAsync(key, cancellationToken))
            {
                ended += RecordEnds([new EndedSession(key, record.Owner)], SessionEndCause.RemovedByOwner);
            }
            else
            {
                rotated.Add(key);
            }
        }

        var closed = found.Where(static session => session.Record.IsClosed).Select(static session => session.Key).Concat(rotated);
        return ended + RecordEnds(
            await SessionChain.EndAsync(services.Engine, closed, (_, record) => record.Owner == owner, cancellationToken),
            SessionEndCause.RemovedByOwner);
    }

    private int RecordEnds(List<EndedSession> ended, SessionEndCause cause)
    {
        foreach (var (key, owner) in ended)
        {
            services.Audit.Ended(key, owner, cause);
        }

        return ended.Count;
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => Inventory.CountAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> ListAsync(CancellationToken cancellationToken) => Inventory.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        return Inventory.FindByOwnerAsync(OwnerId.Normalize(owner), cancellationToken);
    }

    private async ValueTask<SessionScope?> OpenStoredAsync(CandidateTokens presented, bool isActivity, CancellationToken cancellationToken)
    {
        var opened = Open(presented, isActivity);
        try
        {
            await opened.Session.LoadAsync(cancellationToken);
            if (!opened.Session.IsNew)
            {
                return opened;
            }
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }

        await opened.DisposeAsync();
        return null;
    }

    private SessionScope Open(CandidateTokens presented, bool isActivity)
    {
        var session = new Session(services, new DirectChannel(presented, isActivity));
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<SessionAccessor>().Source = new SessionFeature { Session = session };
        return new SessionScope(session, presented, scope);
    }
}
