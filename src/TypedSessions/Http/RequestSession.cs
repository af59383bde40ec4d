using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using TypedSessions.Diagnostics;
using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>
/// The session's place in a request: all that a request pays for a session that it does not use. The session itself is made when somebody
/// asks for it.
/// </summary>
internal sealed class RequestSession(HttpContext context, SessionHttpServices services)
    : ISessionFeature, IServiceProvidersFeature, ISessionChannel
{
    private readonly IServiceProvidersFeature? _outerServices = context.Features.Find<IServiceProvidersFeature>();

    private IServiceProvidersFeature? _services;
    private IServiceProvider? _requestServices;
    private ISession? _replacement;
    private Session? _session;
    private StringValues _cookies;
    private PresentedTokens? _presented;
    private bool _hasResponseStarted;
    private SessionEngineException? _failure;

    /// <summary>The request's session.</summary>
    /// <exception cref="InvalidOperationException">The endpoint does without one.</exception>
    public Session Session => Allowed.IsDisabled ? throw IsDisabled() : _session ??= NewSession();

    /// <summary>How the endpoint that the request came for uses the session.</summary>
    public SessionUse Use { get; private set; } = SessionUse.Unspecified;

    ISession ISessionFeature.Session
    {
        get => _replacement ?? Session;
        set => _replacement = value;
    }

    /// <summary>What the request's cookies present.</summary>
    public PresentedTokens Presented => _presented ??= services.Cookie.Read(_cookies);

    bool ISessionChannel.CanSendToken => !_hasResponseStarted;

    bool ISessionChannel.IsActivity => Allowed.Renews;

    string? ISessionChannel.ReadOnlyEndpoint => Allowed.IsReadOnly ? Use.Endpoint : null;

    bool ISessionChannel.MayStore
        => services.Cookie.IsEssential || context.Features.Get<ITrackingConsentFeature>() is not { CanTrack: false };

    /// <summary>
    /// The request's services, whose scope learns of this session when somebody first asks for them. It costs no scope where nobody does, and it needs
    /// no <c>IHttpContextAccessor</c>.
    /// </summary>
    IServiceProvider IServiceProvidersFeature.RequestServices
    {
        get
        {
            if (_requestServices is null)
            {
                _services ??= _outerServices ?? new RequestServicesFeature(context, services.Scopes);
                TieTo(_services.RequestServices);
            }

            return _requestServices!;
        }

        set => TieTo(value);
    }

    /// <summary>Whether everything behind the middleware has run, so that nobody there writes a body any more.</summary>
    public bool IsPipelineOver { get; set; }

    /// <summary>The session for what outlives the request.</summary>
    public ConnectedSession Connect() => context.GetConnectedSession();

    /// <summary>Puts the session into the request, ahead of everything that follows.</summary>
    public void Install()
    {
        PutInPlace();
        context.Features.Put<IServiceProvidersFeature>(this);

        // Callbacks run last in, first out: this one runs after TempData's, Blazor's and the application's.
        context.Response.OnStarting(static request => ((RequestSession)request).CommitBeforeResponseAsync(), this);
    }

    /// <summary>Goes on to an endpoint: the request's own, or the one of an error page.</summary>
    public void Enter(SessionUse use)
    {
        // What was changed in place before is that endpoint's doing, and saved even if the next one may change nothing.
        if (use.IsReadOnly && !Use.IsReadOnly)
        {
            _session?.CaptureViews();
        }

        Use = use;
    }

    /// <summary>Whether the session is renewed although nobody may use it.</summary>
    public bool IsRenewed => services.RenewOnEveryRequest && Use.Renews && context.Request.Headers.Cookie.Count > 0;

    /// <summary>How long to wait for the request's turn; <see langword="null"/> where it has it, or needs none.</summary>
    public TimeSpan? Waits => HasTurn ? null : Use.LockTimeout;

    /// <summary>Whether no other request of the session that waits for its turn runs.</summary>
    public bool HasTurn { get; set; }

    /// <summary>Waits until no other request of the session has the turn.</summary>
    /// <returns>To be disposed of, to let the next one through; <see langword="null"/> when the time was up before.</returns>
    public ValueTask<IDisposable?> WaitForTurnAsync(TimeSpan limit)
    {
        _session ??= NewSession();
        return services.Locks.TryEnterAsync(Presented.Tokens, limit, context.RequestAborted);
    }

    /// <summary>Answers with 429: so many requests of one session wait that this one's time is up.</summary>
    public void AnswerTooMany(TimeSpan limit)
    {
        services.Sessions.Log.WaitedTooLong(limit);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
    }

    /// <summary>Whether the request has a session at the moment.</summary>
    public bool IsInPlace => context.Features.Find<ISessionFeature>() is not null;

    /// <summary>Puts the session back where others took it away.</summary>
    public void PutInPlace() => context.Features.Put<ISessionFeature>(this);

    /// <summary>
    /// Saves what was changed after the response had started: streamed responses. A response that has not started by now has no body, and is committed when the server
    /// starts it; or now, if somebody waits for what it saves.
    /// </summary>
    public Task CommitAfterPipelineAsync()
    {
        if (_session is not { IsAccessed: true } session || !MayCommit)
        {
            return Task.CompletedTask;
        }

        if (context.Response.HasStarted)
        {
            return session.CommitAsync();
        }

        return HasTurn ? CommitOrAnswerAsync(session) : Task.CompletedTask;
    }

    /// <summary>Whether the exception comes of an engine that failed, and the client can still be told.</summary>
    public bool IsUnavailableFor(Exception exception)
        => !services.ThrowOnEngineFailure && !context.Response.HasStarted && (_failure ?? exception) is SessionEngineException { IsTransient: true };

    /// <summary>Answers with 503. What the handler made of the response is dropped.</summary>
    public void AnswerUnavailable(Exception exception)
    {
        if (_failure is not null)
        {
            // The server has given up the response, and takes from nothing but this what to answer instead.
            throw new BadHttpRequestException(_failure.Message, StatusCodes.Status503ServiceUnavailable, _failure);
        }

        services.Sessions.Log.Unavailable(exception);
        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    }

    void ISessionChannel.OnAccessed() => CachingHeaders.ForbidServerCaching(context);

    // What an endpoint says binds no error page that runs in its stead, and one that stands behind this middleware does not pass it again.
    private SessionUse Allowed
    {
        get
        {
            if (!Use.Renews && !_hasResponseStarted)
            {
                Enter(SessionEndpoints.UseOf(context));
            }

            return Use;
        }
    }

    private bool MayCommit => context.Response.StatusCode < StatusCodes.Status500InternalServerError || services.SaveOnServerError;

    // The server uses the context again for the next request of the connection, which may be another visitor's, and the session may be kept longer
    // than its request: so it is taken from the context now, and not when somebody reads it.
    private Session NewSession()
    {
        _cookies = context.Request.Headers.Cookie;
        return new Session(services.Sessions, this);
    }

    private Task CommitBeforeResponseAsync()
    {
        var committing = _session is { IsAccessed: true } session ? CommitOrAnswerAsync(session) : Task.CompletedTask;
        if (!committing.IsCompletedSuccessfully)
        {
            return StartAfterAsync(committing);
        }

        _hasResponseStarted = true;
        return Task.CompletedTask;
    }

    private async Task StartAfterAsync(Task committing)
    {
        await committing;
        _hasResponseStarted = true;
    }

    // Not cancelled with the request: a visitor who leaves has still put the book into the cart.
    private Task CommitOrAnswerAsync(Session session)
    {
        var committing = MayCommit ? session.CommitAsync() : Task.CompletedTask;
        if (!committing.IsCompletedSuccessfully || session.IsGone || session.Notice is not null)
        {
            return TellOrAnswerAsync(committing, session);
        }

        KeepFromCaches();
        return Task.CompletedTask;
    }

    private async Task TellOrAnswerAsync(Task committing, Session session)
    {
        try
        {
            await committing;
            Tell(session);
        }
        catch (SessionEngineException exception) when (IsUnavailableFor(exception))
        {
            services.Sessions.Log.Unavailable(exception);
            if (!IsPipelineOver)
            {
                // A body is being written, and that can only be stopped.
                _failure = exception;
                throw;
            }

            BecomeUnavailable();

            // What the handler itself committed before is stored, and its token the only way to it.
            if (session.Notice is not null)
            {
                Tell(session);
            }
        }
    }

    // Headers that describe a body stay: one that was buffered on the way out may follow.
    private void BecomeUnavailable()
    {
        var headers = context.Response.Headers;
        foreach (var name in headers.Keys.Where(static name => !name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            headers.Remove(name);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    }

    private void Tell(Session session)
    {
        if (session.IsGone && services.RejectWhenGone && MayCommit)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        KeepFromCaches();
        if (session.Notice is { } notice)
        {
            services.Cookie.Tell(context, notice, Presented);
            session.ForgetNotice();
        }
    }

    private void KeepFromCaches()
    {
        CachingHeaders.ForbidOutputCaching(context);
        CachingHeaders.Apply(context.Response.Headers);
    }

    private InvalidOperationException IsDisabled() => new(
        $"The endpoint '{Use.Endpoint}' does without a session: [DisableSession] is on it, or on its controller or group. " +
        "Take that away where the session is wanted, or put [PreloadSession] nearer to the handler.");

    private void TieTo(IServiceProvider requestServices)
    {
        _requestServices = requestServices;
        if (requestServices.GetService<SessionScope>() is { } scope)
        {
            scope.Source = this;
        }
    }
}
