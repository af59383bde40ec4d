using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>Connects a session to the request that uses it.</summary>
/// <remarks>
/// The server uses the context again for the connection's next request, which may be another visitor's, and a
/// session may be kept longer than its request: so the cookies are read from the context at once, and the client at the first use.
/// </remarks>
internal sealed class RequestChannel(HttpContext context, SessionHttpServices services, RequestSession request) : ISessionChannel
{
    private readonly StringValues _cookies = context.Request.Headers.Cookie;
    private CandidateTokens? _presented;
    private bool _isRemoteCallback;
    private IPAddress? _address;
    private StringValues _userAgent;

    /// <summary>Gets or sets the authenticated users; <see langword="null"/> before the first one.</summary>
    public IRequestUsers? Users { get; set; }

    /// <inheritdoc/>
    public CandidateTokens Presented => _presented ??= services.Cookie.Read(_cookies);

    /// <inheritdoc/>
    public IServiceProvider? Services => request.Context.RequestServices;

    /// <inheritdoc/>
    public bool CanSendToken => !request.HasResponseStarted;

    /// <inheritdoc/>
    public bool IsActivity => request.CurrentUse.RenewExpiration;

    /// <inheritdoc/>
    public string? ReadOnlyEndpoint => request.CurrentUse.IsReadOnly ? request.Use.Endpoint : null;

    /// <inheritdoc/>
    public bool CanReplaceSession => !request.HasResponseStarted && request.CurrentUse is { IsReadOnly: false, IsDisabled: false };

    /// <inheritdoc/>
    public bool IsRequest => true;

    /// <inheritdoc/>
    public bool CanRotate => true;

    /// <inheritdoc/>
    public bool IsCookieWithheld
        => Presented.Tokens.Length == 0 && CrossSite.IsCookieWithheld(context.Request, services.Cookie.SameSite, _isRemoteCallback);

    /// <inheritdoc/>
    public SessionDevice Device
    {
        get
        {
            var address = ClientAddress.Format(_address, services.Options.SignIn.AddressFormat);
            return new SessionDevice { UserAgent = _userAgent, SignInAddress = address, LastAddress = address };
        }
    }

    /// <inheritdoc/>
    public AuthenticatedUser? User => Users?.Primary;

    /// <inheritdoc/>
    public bool CanStore
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

    /// <inheritdoc/>
    public ValueTask<AuthenticatedUser?> AuthenticateAsync(string scheme) => Users?.FindAsync(scheme, context) ?? default;

    /// <summary>Marks the request as the callback of a remote authentication handler.</summary>
    public void MarkAsRemoteCallback() => _isRemoteCallback = true;

    /// <inheritdoc/>
    public void OnAccessed()
    {
        CachingHeaders.MakePrivate(context);
        _address = context.Connection.RemoteIpAddress;
        _userAgent = context.Request.Headers.UserAgent;
    }

    /// <inheritdoc/>
    public void OnTracked() => CapturingBody.Install(context, request);
}
