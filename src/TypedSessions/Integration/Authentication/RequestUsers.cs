using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Http;
using TypedSessions.Sessions;

namespace TypedSessions.Integration.Authentication;

/// <inheritdoc/>
/// <remarks>Only of the schemes that count for sessions.</remarks>
internal sealed class RequestUsers(SessionSignInOptions options, TimeSpan deferredLifetime) : IRequestUsers
{
    private readonly List<(string Scheme, AuthenticateResult? Result, AuthenticatedUser? User)> _results = [];

    /// <inheritdoc/>
    public AuthenticatedUser? Primary
    {
        get
        {
            for (var i = 0; i < _results.Count; i++)
            {
                if (Resolve(i) is { } user)
                {
                    return user;
                }
            }

            return null;
        }
    }

    /// <summary>Returns the users of a request.</summary>
    public static RequestUsers GetOrCreate(RequestSession request, SessionHttpServices services)
    {
        if (request.Channel.Users is not RequestUsers users)
        {
            request.Channel.Users = users = new RequestUsers(services.Options.SignIn, services.DeferredLifetime);
        }

        return users;
    }

    /// <summary>Adds the result of a scheme. Its user is only created when a session needs it.</summary>
    public void Add(string scheme, AuthenticateResult result) => Set(scheme, result);

    /// <summary>Replaces all users by one who signs in.</summary>
    public void SignIn(AuthenticatedUser user)
    {
        _results.Clear();
        _results.Add((user.Scheme, null, user));
    }

    /// <summary>Removes the user of a scheme who signs out.</summary>
    public void SignOut(string scheme) => Set(scheme, result: null);

    /// <inheritdoc/>
    public async ValueTask<AuthenticatedUser?> FindAsync(string scheme, HttpContext context)
    {
        if (!Has(scheme) && context.RequestServices.GetService<IAuthenticationService>() is { } service)
        {
            Add(scheme, await service.AuthenticateAsync(context, scheme));
        }

        return _results.FindIndex(result => result.Scheme == scheme) is >= 0 and var index ? Resolve(index) : null;
    }

    /// <summary>Returns whether the request was authenticated with a scheme.</summary>
    public bool Has(string scheme) => _results.Exists(result => result.Scheme == scheme);

    private void Set(string scheme, AuthenticateResult? result)
    {
        var index = _results.FindIndex(result => result.Scheme == scheme);
        if (index < 0)
        {
            _results.Add((scheme, result, null));
        }
        else
        {
            _results[index] = (scheme, result, null);
        }
    }

    private AuthenticatedUser? Resolve(int index)
    {
        var (scheme, result, user) = _results[index];
        if (user is null && result is { Succeeded: true })
        {
            user = LoginProperties.Read(result.Properties, scheme, deferredLifetime)
                ?? new AuthenticatedUser(options.GetNormalizedOwner(result.Principal), scheme);
            user = options.HasLimit ? user with { MaxSessions = options.GetLimit(result.Principal) } : user;
            _results[index] = (scheme, result, user);
        }

        return user;
    }
}
