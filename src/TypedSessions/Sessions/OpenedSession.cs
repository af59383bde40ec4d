using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Sessions;

namespace TypedSessions;

/// <summary>A session opened outside a request. What is changed in it is stored by <see cref="SaveAsync"/> and by nothing else.</summary>
public sealed class OpenedSession : IAsyncDisposable
{
    private readonly Session _session;
    private readonly PresentedTokens _presented;
    private readonly AsyncServiceScope _scope;

    internal OpenedSession(Session session, PresentedTokens presented, AsyncServiceScope scope)
    {
        _session = session;
        _presented = presented;
        _scope = scope;
    }

    /// <summary>The session.</summary>
    public ITypedSession Session => _session;

    /// <summary>Services whose scoped models are those of this session. They end with it.</summary>
    public IServiceProvider Services => _scope.ServiceProvider;

    /// <summary>Whether somebody ended the session while it was open, so that what was changed here was not stored.</summary>
    public bool IsGone => _session.IsGone;

    /// <summary>
    /// The token that leads to the session, a secret for its visitor alone: known after <see cref="SaveAsync"/>
    /// has stored a new session or given an old one a new id; else <see langword="null"/>. Where the record
    /// itself travels (the cookie engine) it is the sealed record, another one after each save.
    /// </summary>
    public string? Token { get; private set; }

    /// <summary>The session as a model: the one that <see cref="Services"/> give, where it is registered.</summary>
    public T As<T>()
        where T : class, ISessionModel<T>
        => Services.GetService<T>() ?? _session.As<T>();

    /// <summary>Stores what was changed: the keys that were set or removed, on top of what others stored meanwhile.</summary>
    /// <returns>Whether the session is still there. When not, nothing was stored.</returns>
    /// <exception cref="SessionEngineException">The engine failed.</exception>
    public async ValueTask<bool> SaveAsync(CancellationToken cancellationToken = default)
    {
        await _session.CommitAsync(cancellationToken);
        if (_session.Notice?.Token is { } sent && _presented.Reveal(sent) is { } token)
        {
            Token = token;
        }

        return !_session.IsGone;
    }

    /// <summary>Lets go of the session. What was not saved is dropped.</summary>
    public ValueTask DisposeAsync() => _scope.DisposeAsync();
}
