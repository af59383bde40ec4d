using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Http;
using TypedSessions.Sessions;

namespace TypedSessions.Integration.Identity;

/// <summary>The sessions of a user of ASP.NET Core Identity, except that of the user's own request.</summary>
internal static class OtherSessions
{
    /// <summary>Ends the user's other sessions; in a request of another user, or outside a request, all sessions of the user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="services">The services of the request.</param>
    public static async Task EndAsync<TUser>(TUser user, IServiceProvider services)
        where TUser : class
    {
        var signIn = services.GetRequiredService<IOptions<TypedSessionsOptions>>().Value.SignIn;
        var principal = await services.GetRequiredService<IUserClaimsPrincipalFactory<TUser>>().CreateAsync(user);
        if (signIn.GetNormalizedOwner(principal) is not { } owner)
        {
            return;
        }

        var manager = services.GetRequiredService<ISessionManager>();
        if (await FindCurrentAsync(owner, services) is { } current)
        {
            await manager.RemoveOthersAsync(owner, current);
        }
        else
        {
            await manager.RemoveByOwnerAsync(owner);
        }
    }

    private static async ValueTask<SessionKey?> FindCurrentAsync(string owner, IServiceProvider services)
    {
        if (services.GetService<SessionAccessor>()?.Source is not RequestSession request)
        {
            return null;
        }

        var session = request.InternalSession;
        await session.LoadAsync();
        return !session.IsNew && session.Owner == owner && SessionKey.TryParse(session.Id, out var key) ? key : null;
    }
}
