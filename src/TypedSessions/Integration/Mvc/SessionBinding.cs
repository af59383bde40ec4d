using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace TypedSessions.Integration.Mvc;

/// <summary>Adds <see cref="SessionBinderProvider"/> where an application uses MVC.</summary>
internal sealed class SessionBinding : IConfigureOptions<MvcOptions>
{
    /// <inheritdoc/>
    public void Configure(MvcOptions options) => options.ModelBinderProviders.Insert(0, new SessionBinderProvider());
}
