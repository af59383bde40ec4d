using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TypedSessions.Integration.Authentication;

namespace TypedSessions.Integration.Authorization;

/// <summary>
/// Challenges users whose sign-in is too long ago. ASP.NET Core forbids what an authenticated user may not do, but these can sign in again.
/// </summary>
internal sealed class RecentSignInResultHandler(IAuthorizationMiddlewareResultHandler inner) : IAuthorizationMiddlewareResultHandler
{
    /// <summary>Adds the handlers to the application's.</summary>
    public static void Add(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, RecentSignInHandler>());
        ServiceDecoration.Decorate<IAuthorizationMiddlewareResultHandler>(
            services,
            static () => ServiceDescriptor.Transient<IAuthorizationMiddlewareResultHandler, AuthorizationMiddlewareResultHandler>(),
            static (_, createInner) => new RecentSignInResultHandler(createInner()));
    }

    /// <inheritdoc/>
    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        => inner.HandleAsync(
            next, context, policy, IsSignInTooOld(authorizeResult) ? PolicyAuthorizationResult.Challenge() : authorizeResult);

    private static bool IsSignInTooOld(PolicyAuthorizationResult result)
        => result is { Forbidden: true, AuthorizationFailure: { FailCalled: false } failure }
            && failure.FailedRequirements.Any()
            && failure.FailedRequirements.All(static requirement => requirement is RecentSignInRequirement);
}
