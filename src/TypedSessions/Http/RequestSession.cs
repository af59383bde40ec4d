using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Diagnostics;
using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>
/// The session feature of a request, which is the whole cost of a session that the request does not use. The session itself is created on
/// first use.
/// </summary>
internal sealed class RequestSession(HttpContext context, SessionHttpServices services, IServiceProvidersFeature? requestServices)
    : ISessionFeature, IServiceProvidersFeature
{
    private IServiceProvidersFeature? _outerServices = requestServices;
    private IServiceProvider? _requestServices;
    private ISession? _replacement;
    private RequestChannel? _channel;
    private Session? _session;
    private ResponseCommit? _commit;
    private CommitFailure? _failure;

    /// <summary>Gets the request's session.</summary>
    /// <exception cref="InvalidOperationException">The endpoint has <see cref="DisableSessionAttribute"/>.</exception>
    public Session Session => CurrentUse.IsDisabled ? throw CreateDisabledException() : InternalSession;

    /// <summary>Gets the request's session for authentication, even if the endpoint has disabled it.</summary>
    public Session InternalSession => _session ?? Create();

    /// <summary>Gets the request.</summary>
    public HttpContext Context => context;

    /// <summary>Gets the channel that connects the session to the request.</summary>
    public RequestChannel Channel => _channel ??= new RequestChannel(context, services, this);

    /// <summary>Gets the handler of failed commits.</summary>
    public CommitFailure Failure => _failure ??= new CommitFailure(context, services);

    /// <summary>Gets how the endpoint that was selected for the request uses the session.</summary>
    public SessionUse Use { get; private set; } = SessionUse.Unspecified;

    /// <summary>Gets or sets whether the response has started, so that no cookie can be sent.</summary>
    public bool HasResponseStarted { get; set; }

    /// <summary>Gets or sets whether the rest of the pipeline has completed.</summary>
    public bool IsPipelineOver { get; set; }

    /// <summary>Gets whether the middleware runs, which answers exceptions of a commit.</summary>
    public bool HasMiddleware { get; private set; }

    /// <summary>Gets or sets whether the request holds the session's lock.</summary>
    public bool HoldsLock { get; set; }

    /// <summary>Gets whether the response to a failed commit was sent. Such a response commits nothing.</summary>
    public bool IsFailureAnswered => _failure is { IsAnswered: true };

    /// <summary>Gets whether the session is renewed even if the request does not use it.</summary>
    public bool IsRenewed
        => services.Options.RenewOnEveryRequest && Use.RenewExpiration && context.Request.Headers.Cookie.Count > 0;

    /// <summary>
    /// Gets how the endpoint that runs uses the session. The metadata of an endpoint does not apply to the error page that replaces it, and
    /// an endpoint behind a second routing middleware does not pass the session's.
    /// </summary>
    public SessionUse CurrentUse
    {
        get
        {
            if (!Use.RenewExpiration && !HasResponseStarted)
            {
                Enter(SessionEndpoints.GetSessionUse(context));
            }

            return Use;
        }
    }

    ISession ISessionFeature.Session
    {
        get => _replacement ?? Session;
        set => _replacement = value;
    }

    /// <summary>
    /// Gets or sets the request's services, whose scope is connected to this session on first use, so that a request without services
    /// creates no scope, and no <c>IHttpContextAccessor</c> is needed.
    /// </summary>
    IServiceProvider IServiceProvidersFeature.RequestServices
    {
        get
        {
            if (_requestServices is null)
            {
                _outerServices ??= new RequestServicesFeature(context, services.Scopes);
                BindTo(_outerServices.RequestServices);
            }

            return _requestServices!;
        }

        set => BindTo(value);
    }

    /// <summary>Returns the request's session, and installs it if authentication needs it before the middleware.</summary>
    public static RequestSession GetOrInstall(HttpContext context, SessionHttpServices services)
    {
        if (FindInPlace(context) is { } found)
        {
            return found;
        }

        var request = Install(context, services);
        request.Enter(SessionEndpoints.GetSessionUse(context));
        return request;
    }

    /// <summary>Returns the request's session in the middleware, whose place in the pipeline determines the endpoint.</summary>
    public static RequestSession EnterMiddleware(HttpContext context, SessionHttpServices services)
    {
        var request = FindInPlace(context) ?? Install(context, services);
        request.HasMiddleware = true;
        request.Enter(SessionEndpoints.GetSessionUse(context));
        return request;
    }

    /// <summary>
    /// Returns the request's session if it is installed, even if other code has removed it from <c>HttpContext.Session</c>.
    /// </summary>
    public static RequestSession? Find(HttpContext context)
        => context.Features.Find<ISessionFeature>() as RequestSession
            ?? context.Features.Find<IServiceProvidersFeature>() as RequestSession;

    /// <summary>Loads the session if the endpoint announces it.</summary>
    public Task LoadAsync()
        => IsRenewed ? Session.RenewAsync(context.RequestAborted)
            : Use.Preload ? Session.LoadAsync(context.RequestAborted)
            : Task.CompletedTask;

    /// <summary>Compares a session that was used before authentication with the authenticated user.</summary>
    public ValueTask FollowUserAsync()
        => _session is { IsLoaded: true } session ? session.FollowUserAsync(context.RequestAborted) : default;

    /// <summary>Waits for the session's lock.</summary>
    /// <returns>The lock, to be disposed of; <see langword="null"/> after the timeout.</returns>
    public ValueTask<IDisposable?> AcquireLockAsync(TimeSpan timeout)
    {
        _ = InternalSession;
        return services.Locks.TryEnterAsync(Channel.Presented.Tokens, timeout, context.RequestAborted);
    }

    /// <summary>Responds with 429, because the session's lock was not released in time.</summary>
    public void AnswerTooMany(TimeSpan timeout)
    {
        services.Sessions.Log.WaitedTooLong(timeout);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
    }

    /// <summary>Saves changes that were made after the response started, or that must be saved before the server starts it.</summary>
    public Task CommitAfterPipelineAsync()
    {
        IsPipelineOver = true;
        return _commit?.RunAfterPipelineAsync() ?? Task.CompletedTask;
    }

    /// <inheritdoc cref="ResponseCommit.Capture"/>
    public void CaptureChanges() => _commit?.Capture();

    /// <summary>Restores the response's body for the preceding middleware and its error pages.</summary>
    public void RestoreBody() => CapturingBody.Remove(context);

    private static RequestSession? FindInPlace(HttpContext context)
    {
        var found = Find(context);
        if (found is not null && context.Features.Find<ISessionFeature>() != found)
        {
            context.Features.Put<ISessionFeature>(found);
        }

        return found;
    }

    // Callbacks run last in, first out: registered first, the commit runs after those of TempData, Blazor and the application.
    private static RequestSession Install(HttpContext context, SessionHttpServices services)
    {
        var request = new RequestSession(context, services, context.Features.Find<IServiceProvidersFeature>())
        {
            HasResponseStarted = context.Response.HasStarted,
        };
        context.Features.Put<ISessionFeature>(request);
        context.Features.Put<IServiceProvidersFeature>(request);
        if (!request.HasResponseStarted)
        {
            context.Response.OnStarting(static request => ((RequestSession)request).CommitBeforeResponseAsync(), request);
        }

        return request;
    }

    private Session Create()
    {
        _session = new Session(services.Sessions, Channel);
        _commit = new ResponseCommit(context, services, this, _session);
        return _session;
    }

    private Task CommitBeforeResponseAsync()
    {
        var committing = _commit?.RunBeforeResponseAsync() ?? Task.CompletedTask;
        if (!committing.IsCompletedSuccessfully)
        {
            return StartAfterAsync(committing);
        }

        HasResponseStarted = true;
        return Task.CompletedTask;
    }

    private async Task StartAfterAsync(Task committing)
    {
        await committing;
        HasResponseStarted = true;
    }

    // Changes in place that were made before belong to the earlier endpoint, and are saved even if the next one is read-only.
    private void Enter(SessionUse use)
    {
        if (use.IsReadOnly && !Use.IsReadOnly)
        {
            _session?.Values.CaptureViews();
        }

        Use = use;
    }

    private void BindTo(IServiceProvider requestServices)
    {
        _requestServices = requestServices;
        if (requestServices.GetService<SessionAccessor>() is { } scope)
        {
            scope.Source = this;
        }
    }

    private InvalidOperationException CreateDisabledException() => new(
        $"The endpoint '{Use.Endpoint}' has no session: [DisableSession] is on it, or on its controller or group. " +
        "Remove the attribute where the session is needed, or put [PreloadSession] nearer to the handler.");
}
