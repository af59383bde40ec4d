// Localization, authorization and rate limiting that look into the session: framework hooks with signatures that are given.
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Localization;

namespace Hooks;

public sealed class SessionCultureProvider : RequestCultureProvider
{
    public override async Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        await httpContext.Session.LoadAsync(httpContext.RequestAborted);
        return httpContext.Session.GetString("culture") is { Length: > 0 } culture ? new ProviderCultureResult(culture) : null;
    }
}

public sealed class AdultRequirement : IAuthorizationRequirement;

[SessionModel]
public partial class VisitorSession
{
    [SessionProperty] public partial DateOnly? Born { get; set; }

    [SessionProperty] public partial int Requests { get; set; }
}

public sealed class AdultHandler(VisitorSession visitor, TimeProvider clock) : AuthorizationHandler<AdultRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AdultRequirement requirement)
    {
        if (visitor.Born is { } born && born.AddYears(18) <= DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}

public static class HookExtensions
{
    public static IServiceCollection AddHooks(this IServiceCollection services)
    {
        services.AddScoped<IAuthorizationHandler, AdultHandler>();
        services.AddRateLimiter(static options => options.AddPolicy("session", static context => RateLimitPartition.GetFixedWindowLimiter(
            context.Session.Id,
            static _ => new FixedWindowRateLimiterOptions { PermitLimit = 10, Window = TimeSpan.FromSeconds(1) })));
        return services.Configure<RequestLocalizationOptions>(
            static options => options.RequestCultureProviders.Insert(0, new SessionCultureProvider()));
    }
}
