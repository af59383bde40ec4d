using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.DependencyInjection;

namespace TypedSessions.Sessions;

/// <inheritdoc/>
internal sealed class SessionManager(SessionServices services, IServiceScopeFactory scopes) : ISessionManager
{
    // The first round finds every session that belonged to the user before the call. The others are for those that signed in meanwhile.
    private const int MaxRemovalRounds = 8;

    private ISessionInventory Inventory => services.Engine as ISessionInventory ?? throw new NotSupportedException(
        $"The session engine {services.Engine.GetType().Name} cannot look over its records: it finds them by their keys alone. Keep sessions in a database for that.");

    /// <inheritdoc/>
    public OpenedSession Create() => Open(
        services.Engine is IClientSessionEngine client ? PresentedRecords.Open(client, services.Clock) : Present(), isActivity: true);

    /// <inheritdoc/>
    public ValueTask<OpenedSession?> OpenAsync(SessionKey key, bool isActivity, CancellationToken cancellationToken)
        => services.Engine is IClientSessionEngine
            ? throw new NotSupportedException("Sessions that are kept by their visitors cannot be opened by their keys. Keep sessions in a database for that.")
            : OpenStoredAsync(Present(SessionToken.Unknown(key)), isActivity, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<OpenedSession?> OpenAsync(string token, bool isActivity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (services.Engine is IClientSessionEngine client)
        {
            return OpenStoredAsync(PresentedRecords.Open(client, services.Clock, token), isActivity, cancellationToken);
        }

        return SessionToken.TryParse(token.AsMemory(), out var parsed) ? OpenStoredAsync(Present(parsed), isActivity, cancellationToken) : default;
    }

    /// <inheritdoc/>
    public async ValueTask<SessionRecord?> FindAsync(SessionKey key, CancellationToken cancellationToken)
        => await services.Engine.LoadAsync(key, cancellationToken) is { IsClosed: false } record ? record : null;

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
        => await services.Engine.RemoveAsync(key, cancellationToken)
            || await SessionChain.EndAsync(services.Engine, [key], static (_, _) => true, cancellationToken) > 0;

    /// <inheritdoc/>
    public async ValueTask<int> RemoveByOwnerAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        owner = OwnerId.Normalize(owner);
        var removed = 0;
        for (var (round, ended) = (0, -1); ended != 0 && round < MaxRemovalRounds; round++, removed += ended)
        {
            var keys = await Inventory.FindForRemovalAsync(owner, cancellationToken).ToListAsync(cancellationToken);
            ended = await SessionChain.EndAsync(services.Engine, keys, (_, record) => record.Owner == owner, cancellationToken);
        }

        return removed;
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => Inventory.CountAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredSession> ListAsync(CancellationToken cancellationToken) => Inventory.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredSession> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        return Inventory.FindByOwnerAsync(OwnerId.Normalize(owner), cancellationToken);
    }

    private async ValueTask<OpenedSession?> OpenStoredAsync(PresentedTokens presented, bool isActivity, CancellationToken cancellationToken)
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

    private PresentedTokens Present(params SessionToken[] tokens) => new(tokens, hasRefused: false, services.Engine);

    private OpenedSession Open(PresentedTokens presented, bool isActivity)
    {
        var session = new Session(services, new DirectChannel(presented, isActivity));
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<SessionScope>().Source = new SessionFeature { Session = session };
        return new OpenedSession(session, presented, scope);
    }
}
