using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Http;
using TypedSessions.Sessions;

namespace TypedSessions.Integration.Authentication;

/// <inheritdoc/>
/// <remarks>Only of the schemes that count for sessions.</remarks>
internal sealed class RequestUsers(SessionSignInOptions options, TimeSpan deferredLifetime) : IRequestUsers
{
    private readonly List<(string Scheme, AuthenticateResult? Result, AuthenticatedUser? User)> _answers = [];

    /// <inheritdoc/>
    public AuthenticatedUser? Primary
    {
        get
        {
            for (var i = 0; i < _answers.Count; i++)
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
        _answers.Clear();
        _answers.Add((user.Scheme, null, user));
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

        return _answers.FindIndex(answer => answer.Scheme == scheme) is >= 0 and var index ? Resolve(index) : null;
    }

    /// <summary>Returns whether a scheme was asked in this request.</summary>
    public bool Has(string scheme) => _answers.Exists(answer => answer.Scheme == scheme);

    private void Set(string scheme, AuthenticateResult? result)
    {
        var index = _answers.FindIndex(answer => answer.Scheme == scheme);
        if (index < 0)
        {
            _answers.Add((scheme, result, null));
        }
        else
        {
            _answers[index] = (scheme, result, null);
        }
    }

    private AuthenticatedUser? Resolve(int index)
    {
        var (scheme, result, user) = _answers[index];
        if (user is null && result is { Succeeded: true })
        {
            user = LoginProperties.Read(result.Properties, scheme, deferredLifetime)
                ?? new AuthenticatedUser(options.GetNormalizedOwner(result.Principal), scheme);
            user = options.HasLimit ? user with { MaxSessions = options.GetLimit(result.Principal) } : user;
            _answers[index] = (scheme, result, user);
        }

        return user;
    }
}
