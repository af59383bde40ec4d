using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using TypedSessions;
using TypedSessions.Integration.Identity;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Connects ASP.NET Core Identity with typed sessions.</summary>
public static class SessionIdentityBuilderExtensions
{
    /// <summary>
    /// Ends all other sessions of a user with the request that changes the user's security stamp: the password, the e-mail address, the
    /// phone number, the name or two-factor authentication. A change by another user, such as an administrator, ends all of them. If they
    /// cannot be ended, the request is answered with 503. Without it, Identity ends the other logins at the next validation of their stamp,
    /// up to 30 minutes later.
    /// </summary>
    /// <remarks>
    /// The application does not start if the login's cookie does not keep its ticket in the session, if the engine cannot list the sessions
    /// of a user, or if the application has a user manager that does not derive from <see cref="SessionUserManager{TUser}"/>.
    /// </remarks>
    /// <param name="builder">The builder that <c>services.AddIdentity()</c> returned.</param>
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "A user is a class, so the code is shared by all types of users.")]
    public static IdentityBuilder EndOthersOnSecurityStampChange(this IdentityBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var service = typeof(UserManager<>).MakeGenericType(builder.UserType);
        var manager = typeof(SessionUserManager<>).MakeGenericType(builder.UserType);
        var services = builder.Services;
        if (services.LastOrDefault(it => it.ServiceType == service && !it.IsKeyedService)?.ImplementationType == service)
        {
            services.Replace(ServiceDescriptor.Scoped(service, manager));
        }

        services.AddSingleton<IHostedService>(provider => new UserManagerCheck(provider, services, service, manager));
        return builder;
    }
}
