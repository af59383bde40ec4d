using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using TypedSessions.Authentication;
using TypedSessions.Diagnostics;
using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>
/// The session's place in a request: all that a request pays for a session that it does not use. The session itself is made when somebody
/// asks for it.
/// </summary>
internal sealed class RequestSession(HttpContext context, SessionHttpServices services, IServiceProvidersFeature? requestServices)
    : ISessionFeature, IServiceProvidersFeature, ISessionChannel
{
    private IServiceProvidersFeature? _outerServices = requestServices;
    private IServiceProvider? _requestServices;
    private ISession? _replacement;
    private Session? _session;
    private StringValues _cookies;
    private PresentedTokens? _presented;
    private bool _hasResponseStarted;
    private bool _hasMiddleware;
    private bool _isRemoteCallback;
    private CommitFailure? _failure;
    private RequestUsers? _users;

    /// <summary>The request's session.</summary>
    /// <exception cref="InvalidOperationException">The endpoint does without one.</exception>
    public Session Session => Allowed.IsDisabled ? throw IsDisabled() : Own;

    /// <summary>Gets the request's session for authentication, from which no endpoint hides it.</summary>
    public Session Own => _session ??= NewSession();

    /// <summary>Gets how a commit that failed is answered.</summary>
    public CommitFailure Failure => _failure ??= new CommitFailure(context, services);

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

    bool ISessionChannel.CanReplaceSession => !_hasResponseStarted && Allowed is { IsReadOnly: false, IsDisabled: false };

    bool ISessionChannel.IsRequest => true;

    bool ISessionChannel.CanRotate => true;

    bool ISessionChannel.IsCookieWithheld => IsCookieWithheld;

    /// <summary>Gets whether the browser sent no session cookie because the request comes from another site.</summary>
    public bool IsCookieWithheld
        => Presented.Tokens.Length == 0 && CrossSite.IsCookieWithheld(context.Request, services.Cookie.SameSite, _isRemoteCallback);

    AuthenticatedUser? ISessionChannel.User => _users?.Primary;

    ValueTask<AuthenticatedUser?> ISessionChannel.AuthenticateAsync(string scheme) => Users.FindAsync(scheme, context);

    /// <summary>Gets the users of the request.</summary>
    public RequestUsers Users => _users ??= new RequestUsers(services.Options.SignIn, services.DeferredLifetime);

    bool ISessionChannel.MayStore
    {
        get
        {
            if (context.Features.Get<ITrackingConsentFeature>() is not { CanTrack: false })
            {
                return true;
            }

            services.LogConsentIgnored();
            return services.Cookie.IsEssential;
        }
    }

    /// <summary>
    /// The request's services, whose scope is tied to this session at their first use. A request that uses no services
    /// pays for no scope, and no <c>IHttpContextAccessor</c> is needed.
    /// </summary>
    IServiceProvider IServiceProvidersFeature.RequestServices
    {
        get
        {
            if (_requestServices is null)
            {
                _outerServices ??= new RequestServicesFeature(context, services.Scopes);
                TieTo(_outerServices.RequestServices);
            }

            return _requestServices!;
        }

        set => TieTo(value);
    }

    /// <summary>Gets or sets whether the rest of the pipeline has completed.</summary>
    public bool IsPipelineOver { get; set; }

    /// <summary>Returns the request's session, and puts it in place if an authentication needs it before the middleware.</summary>
    public static RequestSession GetOrInstall(HttpContext context, SessionHttpServices services)
    {
        if (FindInPlace(context) is { } found)
        {
            return found;
        }

        var request = Install(context, services);
        request.Enter(SessionEndpoints.UseOf(context));
        return request;
    }

    /// <summary>Returns the request's session in the middleware, whose place in the pipeline decides which endpoint is meant.</summary>
    public static RequestSession EnterMiddleware(HttpContext context, SessionHttpServices services)
    {
        var request = FindInPlace(context) ?? Install(context, services);
        request._hasMiddleware = true;
        request.Enter(SessionEndpoints.UseOf(context));
        return request;
    }

    /// <summary>
    /// Returns the request's session if it is in place, also where others have taken it out of <c>HttpContext.Session</c>.
    /// </summary>
    public static RequestSession? Find(HttpContext context)
        => context.Features.Find<ISessionFeature>() as RequestSession
            ?? context.Features.Find<IServiceProvidersFeature>() as RequestSession;

    private static RequestSession? FindInPlace(HttpContext context)
    {
        if (context.Features.Find<ISessionFeature>() is RequestSession found)
        {
            return found;
        }

        var hidden = context.Features.Find<IServiceProvidersFeature>() as RequestSession;
        hidden?.PutInPlace();
        return hidden;
    }

    private static RequestSession Install(HttpContext context, SessionHttpServices services)
    {
        var request = new RequestSession(context, services, context.Features.Find<IServiceProvidersFeature>());
        request.Install();
        return request;
    }

    /// <summary>Keeps what a scheme answered, and compares a session that was used before with its user.</summary>
    public ValueTask SetAuthenticationAsync(string scheme, AuthenticateResult result)
    {
        Users.Add(scheme, result);
        return _session is { IsLoaded: true } session ? session.FollowUserAsync(threadWaits: false, context.RequestAborted) : default;
    }

    /// <summary>Marks the request as the callback of a remote authentication handler.</summary>
    public void MarkAsRemoteCallback() => _isRemoteCallback = true;

    /// <summary>The session for what outlives the request.</summary>
    public ConnectedSession Connect() => context.GetConnectedSession();

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
    public bool IsRenewed => services.Options.RenewOnEveryRequest && Use.Renews && context.Request.Headers.Cookie.Count > 0;

    /// <summary>How long to wait for the request's turn; <see langword="null"/> where it has it, or needs none.</summary>
    public TimeSpan? Waits => HasTurn ? null : Use.LockTimeout;

    /// <summary>Whether no other request of the session that waits for its turn runs.</summary>
    public bool HasTurn { get; set; }

    /// <summary>Waits until no other request of the session has the turn.</summary>
    /// <returns>To be disposed of, to let the next one through; <see langword="null"/> when the time was up before.</returns>
    public ValueTask<IDisposable?> WaitForTurnAsync(TimeSpan limit)
    {
        _ = Own;
        return services.Locks.TryEnterAsync(Presented.Tokens, limit, context.RequestAborted);
    }

    /// <summary>Answers with 429: so many requests of one session wait that this one's time is up.</summary>
    public void AnswerTooMany(TimeSpan limit)
    {
        services.Sessions.Log.WaitedTooLong(limit);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
    }

    /// <summary>Puts the session back where others took it away.</summary>
    public void PutInPlace() => context.Features.Put<ISessionFeature>(this);

    /// <summary>
    /// Saves what was changed after the response had started: streamed responses. A response that has not started by now
    /// has no body, and is committed when the server starts it; or now, if another request waits for what it saves, or a
    /// failure has to be thrown to the application.
    /// </summary>
    public Task CommitAfterPipelineAsync()
    {
        if (_session is not { IsAccessed: true } session)
        {
            return Task.CompletedTask;
        }

        LeaveBody();
        CaptureChanges();
        if (!MayCommit)
        {
            return Task.CompletedTask;
        }

        if (context.Response.HasStarted)
        {
            return session.CommitAsync();
        }

        return HasTurn ? CommitOrAnswerAsync(session) : services.Options.ThrowOnEngineFailure ? session.CommitAsync() : Task.CompletedTask;
    }

    /// <summary>Makes changes what was changed in place, before the response begins and an exception can only end the connection.</summary>
    /// <exception cref="InvalidOperationException">A value cannot be stored.</exception>
    public void CaptureChanges()
    {
        if (_session is not { IsGone: false } session || context.Response.HasStarted || !MayCommit)
        {
            return;
        }

        try
        {
            session.CaptureViews();
        }
        catch (InvalidOperationException)
        {
            session.SkipsUnstorable = true;
            throw;
        }
    }

    /// <summary>Leaves the response's body to the middleware in front, and to its error pages.</summary>
    public void LeaveBody() => CapturingBody.Remove(context);

    void ISessionChannel.OnAccessed() => CachingHeaders.MakePrivate(context);

    void ISessionChannel.OnTracked() => CapturingBody.Install(context, this);

    // Ahead of everything that follows. Callbacks run last in, first out: this one runs after TempData's, Blazor's and the application's.
    private void Install()
    {
        PutInPlace();
        context.Features.Put<IServiceProvidersFeature>(this);
        if (context.Response.HasStarted)
        {
            _hasResponseStarted = true;
            return;
        }

        context.Response.OnStarting(static request => ((RequestSession)request).CommitBeforeResponseAsync(), this);
    }

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

    private bool MayCommit
        => _failure is not { IsAnswered: true }
            && (context.Response.StatusCode < StatusCodes.Status500InternalServerError || services.Options.SaveOnServerError);

    // The server uses the context again for the next request of the connection, which may be another visitor's, and the
    // session may be kept longer than its request: so the cookie is taken from the context now, and not when it is read.
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

        CachingHeaders.Seal(context);
        return Task.CompletedTask;
    }

    private async Task TellOrAnswerAsync(Task committing, Session session)
    {
        try
        {
            await committing;
            Tell(session);
        }
        catch (Exception exception) when (Failure.IsAnswerable(exception))
        {
            // Without the middleware there is no one to answer the exception.
            if (!Failure.TryAnswerAtStart(exception, isBodyComing: _hasMiddleware && !IsPipelineOver))
            {
                throw;
            }

            // What the handler itself committed before is stored, and its token the only way to it.
            if (session.Notice is not null)
            {
                Tell(session);
            }
        }
    }

    private void Tell(Session session)
    {
        if (session.IsGone && services.Options.RejectWhenGone && MayCommit)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        CachingHeaders.Seal(context);
        if (session.Notice is { } notice)
        {
            services.Cookie.Tell(context, notice, Presented);
            session.ForgetNotice();
        }
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
