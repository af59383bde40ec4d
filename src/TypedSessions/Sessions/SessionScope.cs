using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Sessions;

namespace TypedSessions;

/// <summary>A session that was opened outside a request. Only <see cref="SaveAsync"/> stores its changes.</summary>
public sealed class SessionScope : IAsyncDisposable
{
    private readonly Session _session;
    private readonly CandidateTokens _presented;
    private readonly AsyncServiceScope _scope;

    internal SessionScope(Session session, CandidateTokens presented, AsyncServiceScope scope)
    {
        _session = session;
        _presented = presented;
        _scope = scope;
    }

    /// <summary>Gets the session.</summary>
    public ITypedSession Session => _session;

    /// <summary>Gets the key under which the session is stored, without counting as a use.</summary>
    internal SessionKey Key => _session.Values.SessionKey;

    /// <summary>Sets the prefixed keys that the session's connection has found for its models.</summary>
    internal SessionScope WithPrefixes(IReadOnlyDictionary<object, PrefixedKeys?>? keys)
    {
        _session.Values.PrefixedKeys = keys;
        return this;
    }

    /// <summary>Gets the services of the session's scope, whose models are those of the session. Disposed of with it.</summary>
    public IServiceProvider Services => _scope.ServiceProvider;

    /// <summary>Gets whether the session was ended while it was open, so that its changes were not stored.</summary>
    public bool IsGone => _session.IsGone;

    /// <summary>
    /// Gets the token of the session, a secret for its visitor, after <see cref="SaveAsync"/> has stored a new session
    /// or given an old one a new id; otherwise <see langword="null"/>. With the cookie engine it is the sealed record,
    /// which differs after each save.
    /// </summary>
    public string? Token { get; private set; }

    /// <summary>Stores the keys that were set or removed, on top of what others have stored since the session was opened.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns><see langword="false"/> if the session has ended, and nothing was stored.</returns>
    /// <exception cref="SessionEngineException">The engine failed.</exception>
    /// <exception cref="SessionConflictException">
    /// A value was changed by others in a way that cannot be merged. Nothing was stored, and the session has the stored values.
    /// </exception>
    public async ValueTask<bool> SaveAsync(CancellationToken cancellationToken = default)
    {
        await _session.CommitAsync(cancellationToken);
        if (_session.Cookie?.Token is { } sent && _presented.Reveal(sent) is { } token)
        {
            Token = token;
        }

        return !_session.IsGone;
    }

    /// <summary>Releases the session. Unsaved changes are discarded.</summary>
    public ValueTask DisposeAsync() => _scope.DisposeAsync();
}
