using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.DependencyInjection;

namespace TypedSessions.Sessions;

/// <inheritdoc/>
internal sealed class SessionManager(SessionServices services, IServiceScopeFactory scopes) : ISessionManager
{
    private const int MaxLabelAttempts = 10;

    private const int MaxPageSize = 1000;

    private readonly SessionRemoval _removal = new(services);

    private ISessionInventory Inventory => services.Engine.Inventory ?? throw new NotSupportedException(
        $"The session engine {services.Engine.Inner.GetType().Name} cannot list its records, only find them by key. " +
        "Use a database engine to list sessions.");

    private IPagedSessionInventory Pages => services.Engine.Pages ?? throw new NotSupportedException(
        $"The session engine {services.Engine.Inner.GetType().Name} cannot return its records in pages. " +
        "Use memory, files, Redis or a database for sessions.");

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
    {
        var record = await services.Engine.LoadAsync(key, cancellationToken);
        if (record is { Closure.IsRenewal: true })
        {
            record = (await new PreviousIds(services, services.Transport.Read()).FindAsync(record, cancellationToken))?.Record;
        }

        return record is { IsClosed: false } ? record : null;
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken) => _removal.RemoveAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(string owner, SessionKey key, CancellationToken cancellationToken)
        => _removal.RemoveAsync(Normalize(owner), key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> RemoveByOwnerAsync(string owner, CancellationToken cancellationToken)
        => _removal.RemoveByOwnerAsync(Normalize(owner), except: null, Inventory, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> RemoveOthersAsync(string owner, SessionKey except, CancellationToken cancellationToken)
        => _removal.RemoveByOwnerAsync(Normalize(owner), except, Inventory, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> SetLabelAsync(string owner, SessionKey key, string? label, CancellationToken cancellationToken)
    {
        owner = Normalize(owner);
        label = string.IsNullOrWhiteSpace(label) ? null : label.Trim();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(label?.Length ?? 0, SessionDevice.MaxLabelLength, nameof(label));

        // A session that is rotated at the same time is found by the closed copy that leads to it.
        for (var attempt = 0; attempt < MaxLabelAttempts; attempt++)
        {
            if (await FindOwnedAsync(owner, key, cancellationToken) is not { } session)
            {
                return false;
            }

            var changes = new SessionChanges
            {
                ExpiresAt = session.Record.ExpiresAt,
                RenewExpiration = false,
                Label = label,
                HasLabel = true,
            };
            if ((await services.Engine.UpdateAsync(session.Key, session.Record, changes, cancellationToken)).IsStored)
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => Inventory.CountAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken) => Inventory.CountExpiredAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> ListAsync(CancellationToken cancellationToken) => Inventory.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SessionPage> ReadPageAsync(
        SessionPosition? after, int count, bool isDescending, CancellationToken cancellationToken)
    {
        ThrowIfOutOfRange(count);
        return Pages.ReadPageAsync(after, count, isDescending, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<SessionPage> FindByKeyAsync(
        string keyPrefix, SessionKey? after, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keyPrefix);
        ThrowIfOutOfRange(count);
        var prefix = SessionKeyRange.Find(keyPrefix);
        if ((after is { } key ? prefix?.After(key) : prefix) is not { } range)
        {
            return new SessionPage([], null);
        }

        if (range.IsSingle)
        {
            var record = await FindAsync(range.First, cancellationToken);
            return new SessionPage(record is null ? [] : [new SessionRecordEntry(range.First, record)], null);
        }

        return Pages.CanFindByKey
            ? await Pages.FindByKeyAsync(range.First, range.Last, count, cancellationToken)
            : throw new NotSupportedException(
                $"The session engine {services.Engine.Inner.GetType().Name} cannot find records by a part of their key. " +
                "Pass a whole key, of 64 hexadecimal digits.");
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
        => Inventory.FindByOwnerAsync(Normalize(owner), cancellationToken);

    private static void ThrowIfOutOfRange(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxPageSize);
    }

    private static string Normalize(string owner)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        return OwnerId.Normalize(owner);
    }

    private async ValueTask<SessionRecordEntry?> FindOwnedAsync(string owner, SessionKey key, CancellationToken cancellationToken)
    {
        var record = await services.Engine.LoadFreshAsync(key, cancellationToken);
        IEnumerable<SessionRecordEntry> found = record switch
        {
            null => [],
            { Closure: { } closure } => (await SessionChain.FindLiveAsync(
                closure, successor => services.Engine.LoadFreshAsync(successor, cancellationToken))).Live,
            _ => [new SessionRecordEntry(key, record)],
        };
        return found
            .Where(session => session.Record.Owner == owner)
            .Select(static session => (SessionRecordEntry?)session)
            .FirstOrDefault();
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
        var scope = scopes.CreateAsyncScope();
        var session = new Session(services, new DirectChannel(presented, isActivity, services: scope.ServiceProvider));
        scope.ServiceProvider.GetRequiredService<SessionAccessor>().Source = new SessionFeature { Session = session };
        return new SessionScope(session, presented, scope);
    }
}
