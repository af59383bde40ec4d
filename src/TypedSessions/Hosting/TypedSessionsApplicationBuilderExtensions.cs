using Microsoft.Extensions.DependencyInjection;
using TypedSessions;
using TypedSessions.Http;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds typed sessions to an application's pipeline and endpoints.</summary>
public static class TypedSessionsApplicationBuilderExtensions
{
    /// <summary>
    /// Provides every request with its session, as <c>HttpContext.Session</c>. Call it before middleware that uses the session. After
    /// <c>UseRouting</c> it loads the session for endpoints that announce it. Its order relative to <c>UseAuthentication</c> does not
    /// matter. Replaces <c>UseSession</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>services.AddTypedSessions()</c> was not called.</exception>
    public static IApplicationBuilder UseTypedSessions(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.ApplicationServices.GetService<IServiceProviderIsService>()?.IsService(typeof(SessionHttpServices)) == false)
        {
            throw new InvalidOperationException(
                "app.UseTypedSessions() needs services.AddTypedSessions(). Call it, and choose an engine on the builder that it returns.");
        }

        return app.UseMiddleware<TypedSessionMiddleware>();
    }

    /// <summary>Loads the session asynchronously before the endpoint runs: see <see cref="PreloadSessionAttribute"/>.</summary>
    public static TBuilder PreloadSession<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
        => builder.WithMetadata(new PreloadSessionAttribute());

    /// <summary>Makes the session read-only for the endpoint: see <see cref="ReadOnlySessionAttribute"/>.</summary>
    public static TBuilder ReadOnlySession<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
        => builder.WithMetadata(new ReadOnlySessionAttribute());

    /// <summary>Excludes requests to the endpoint from activity: see <see cref="NoTouchSessionAttribute"/>.</summary>
    public static TBuilder NoTouchSession<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
        => builder.WithMetadata(new NoTouchSessionAttribute());

    /// <summary>Disables the session for the endpoint: see <see cref="DisableSessionAttribute"/>.</summary>
    public static TBuilder DisableSession<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
        => builder.WithMetadata(new DisableSessionAttribute());

    /// <summary>Runs the requests of one session to the endpoint one after the other: see <see cref="LockSessionAttribute"/>.</summary>
    /// <param name="builder">The endpoint or group of endpoints.</param>
    /// <param name="timeout">The maximum time that a request waits before it is answered with 429: over 0, at most a day.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is not in that range.</exception>
    public static TBuilder LockSession<TBuilder>(this TBuilder builder, TimeSpan timeout)
        where TBuilder : IEndpointConventionBuilder
        => builder.WithMetadata(new LockSessionAttribute { TimeoutSeconds = timeout.TotalSeconds });
}
