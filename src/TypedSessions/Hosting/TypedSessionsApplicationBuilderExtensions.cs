using Microsoft.Extensions.DependencyInjection;
using TypedSessions;
using TypedSessions.Http;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds typed sessions to an application's pipeline and endpoints.</summary>
public static class TypedSessionsApplicationBuilderExtensions
{
    /// <summary>
    /// Gives every request its session, as <c>HttpContext.Session</c>. Call it before whatever uses the session, and after <c>UseRouting</c> where that is called: the endpoint
    /// tells whether to load the session beforehand. Takes the place of <c>UseSession</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>services.AddTypedSessions()</c> was not called.</exception>
    public static IApplicationBuilder UseTypedSessions(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.ApplicationServices.GetService<IServiceProviderIsService>()?.IsService(typeof(SessionHttpServices)) == false)
        {
            throw new InvalidOperationException("app.UseTypedSessions() needs services.AddTypedSessions(). Add it to the services, and choose an engine on what it returns.");
        }

        return app.UseMiddleware<TypedSessionMiddleware>();
    }

    /// <summary>Has the session loaded, asynchronously, before the endpoint runs: see <see cref="PreloadSessionAttribute"/>.</summary>
    public static TBuilder PreloadSession<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
        => endpoints.WithMetadata(new PreloadSessionAttribute());
}
