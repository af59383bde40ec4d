using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace TypedSessions;

/// <summary>Models over sessions that were opened outside a request.</summary>
public static class OpenedSessionExtensions
{
    /// <summary>Returns a model over the session: the one that the session's services have, if it is registered.</summary>
    public static T As<T>([NotNull] this OpenedSession opened)
        where T : class, ISessionModel<T>
    {
        ArgumentNullException.ThrowIfNull(opened);
        return opened.Services.GetService<T>() ?? opened.Session.As<T>();
    }
}
