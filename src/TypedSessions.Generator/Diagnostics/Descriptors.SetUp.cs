using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <content>How an application is put together. Warnings: a request fails, or a cookie is in danger; the rest is advice.</content>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor SessionBeforeMiddleware = SetUp(
        DiagnosticIds.SessionBeforeMiddleware,
        DiagnosticSeverity.Warning,
        "The session is used before UseTypedSessions",
        "'{0}' uses the session before 'UseTypedSessions()' has put it in place, and fails; move 'UseTypedSessions()' up, in front of it");

    public static readonly DiagnosticDescriptor ServicesMissing = SetUp(
        DiagnosticIds.ServicesMissing,
        DiagnosticSeverity.Warning,
        "AddTypedSessions is never called",
        "{0} needs 'AddTypedSessions()', which is never called; add it to the services, with an engine and the models",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor MiddlewareMissing = SetUp(
        DiagnosticIds.MiddlewareMissing,
        DiagnosticSeverity.Warning,
        "UseTypedSessions is never called",
        "Sessions are added and used, but no request has one because 'UseTypedSessions()' is never called; "
            + "call it on the application, before whatever uses the session",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor ModelNotAdded = SetUp(
        DiagnosticIds.ModelNotAdded,
        DiagnosticSeverity.Warning,
        "A session model is injected but not added",
        "Session model '{0}' is injected here, but 'AddModel<{0}>()' is never called; call it on what 'AddTypedSessions()' returns",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor StockSession = SetUp(
        DiagnosticIds.StockSession,
        DiagnosticSeverity.Warning,
        "ASP.NET Core's own session stands beside typed sessions",
        "'{0}()' has no use beside '{1}()', which takes its place; remove it, its options do not count");

    public static readonly DiagnosticDescriptor InsecureCookie = SetUp(
        DiagnosticIds.InsecureCookie,
        DiagnosticSeverity.Warning,
        "The session cookie is not protected",
        "'{0}' {1}; remove the assignment, the default protects the cookie");

    public static readonly DiagnosticDescriptor CachedSession = SetUp(
        DiagnosticIds.CachedSession,
        DiagnosticSeverity.Info,
        "A response that uses the session is marked to be cached for all",
        "'{0}' has no effect because a response that uses the session is kept out of caches that others are served from; "
            + "remove it, or leave the session alone here");

    public static readonly DiagnosticDescriptor LargeCookie = SetUp(
        DiagnosticIds.LargeCookie,
        DiagnosticSeverity.Info,
        "A session model that grows is kept in the cookie",
        "Session model '{0}' is kept in a cookie, which has room for a few kilobytes, and '{1}' can outgrow it; "
            + "keep an id in the session and the data elsewhere, or choose another engine");

    public static readonly DiagnosticDescriptor SessionBeforeResponseCaching = SetUp(
        DiagnosticIds.SessionBeforeResponseCaching,
        DiagnosticSeverity.Warning,
        "The session is used before UseResponseCaching",
        "'{0}' uses the session before 'UseResponseCaching()', which then stores none of the responses; "
            + "move 'UseResponseCaching()' up, in front of it");

    public static readonly DiagnosticDescriptor MiddlewareBeforeRouting = SetUp(
        DiagnosticIds.MiddlewareBeforeRouting,
        DiagnosticSeverity.Info,
        "UseTypedSessions comes before UseRouting",
        "'UseTypedSessions()' comes before 'UseRouting()', so it does not know the endpoint and cannot load the session beforehand; "
            + "move it behind 'UseRouting()'");

    public static readonly DiagnosticDescriptor ShortCircuitedSession = SetUp(
        DiagnosticIds.ShortCircuitedSession,
        DiagnosticSeverity.Warning,
        "An endpoint that uses the session is short-circuited",
        "'ShortCircuit()' runs the endpoint before 'UseTypedSessions()', so it has no session and fails; "
            + "remove it, or do not use the session here");

    private static DiagnosticDescriptor SetUp(string id, DiagnosticSeverity severity, string title, string message, params string[] tags)
        => Create(nameof(SetUp), severity, id, title, message, tags);
}
