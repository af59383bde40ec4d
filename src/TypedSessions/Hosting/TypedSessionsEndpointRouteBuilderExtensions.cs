using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;
using TypedSessions;
using TypedSessions.Integration.Accounts;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds endpoints of typed sessions to an application.</summary>
public static class TypedSessionsEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps JSON endpoints with which signed-in users list and end their own sessions: <c>GET</c> lists them, the latest sign-in first;
    /// <c>DELETE /{key}</c> ends one; <c>POST /others</c> ends all but the session of the request. They require an authorized user, and
    /// those that end sessions an antiforgery token, in the header <c>RequestVerificationToken</c> unless configured otherwise.
    /// </summary>
    /// <param name="endpoints">The application, or a group of endpoints.</param>
    /// <param name="pattern">The path of the endpoints.</param>
    /// <returns>The endpoints, for more conventions.</returns>
    /// <exception cref="InvalidOperationException">
    /// A cookie scheme that counts for sessions does not keep its tickets in them, so that the end of a session would sign no device out;
    /// the session engine cannot list the sessions of a user; or <c>AddTypedSessions</c> or <c>AddAntiforgery</c> was not called.
    /// </exception>
    public static IEndpointConventionBuilder MapMySessions(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/account/sessions")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        return MySessionsEndpoints.Map(endpoints, pattern);
    }

    /// <summary>Requires that the user has signed in within the last 10 minutes: see <see cref="RequireRecentSignInAttribute"/>.</summary>
    /// <param name="builder">The endpoint or group of endpoints.</param>
    public static TBuilder RequireRecentSignIn<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
        => builder.WithMetadata(new RequireRecentSignInAttribute());

    /// <summary>Requires that the user has signed in recently: see <see cref="RequireRecentSignInAttribute"/>.</summary>
    /// <param name="builder">The endpoint or group of endpoints.</param>
    /// <param name="maxAge">The maximum time since the sign-in: over 0, at most a year.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxAge"/> is not in that range.</exception>
    public static TBuilder RequireRecentSignIn<TBuilder>(this TBuilder builder, TimeSpan maxAge)
        where TBuilder : IEndpointConventionBuilder
        => builder.WithMetadata(new RequireRecentSignInAttribute { Minutes = maxAge.TotalMinutes });
}
