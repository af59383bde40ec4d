using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>The application's setup. Warnings: a request fails or a cookie is at risk. Information: recommendations.</summary>
internal static class SetUpDescriptors
{
    public static readonly DiagnosticDescriptor SessionBeforeMiddleware = SetUp(
        DiagnosticIds.SessionBeforeMiddleware,
        DiagnosticSeverity.Warning,
        "The session is used before UseTypedSessions",
        "'{0}' uses the session before 'UseTypedSessions()' provides it, and fails; move 'UseTypedSessions()' before it");

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
            + "call it on the application before any use of the session",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor ModelNotAdded = SetUp(
        DiagnosticIds.ModelNotAdded,
        DiagnosticSeverity.Warning,
        "A session model is injected but not added",
        "Session model '{0}' is injected here, but 'AddModel<{0}>()' is never called; "
            + "call it on the builder that 'AddTypedSessions()' returns",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor StockSession = SetUp(
        DiagnosticIds.StockSession,
        DiagnosticSeverity.Warning,
        "ASP.NET Core's session is used next to typed sessions",
        "'{0}()' has no effect next to '{1}()', which replaces it; remove it");

    public static readonly DiagnosticDescriptor InsecureCookie = SetUp(
        DiagnosticIds.InsecureCookie,
        DiagnosticSeverity.Warning,
        "The session cookie is not protected",
        "'{0}' {1}; remove the assignment, because the default protects the cookie");

    public static readonly DiagnosticDescriptor CachedSession = SetUp(
        DiagnosticIds.CachedSession,
        DiagnosticSeverity.Info,
        "A response that uses the session is marked as publicly cacheable",
        "'{0}' has no effect, because a response that uses the session is never stored in a shared cache; "
            + "remove it, or do not use the session here");

    public static readonly DiagnosticDescriptor LargeCookie = SetUp(
        DiagnosticIds.LargeCookie,
        DiagnosticSeverity.Info,
        "A session model that can grow is stored in the cookie",
        "Session model '{0}' is stored in a cookie of a few kilobytes, which '{1}' can exceed; "
            + "store an id in the session and the data elsewhere, or choose another engine");

    public static readonly DiagnosticDescriptor SessionBeforeResponseCaching = SetUp(
        DiagnosticIds.SessionBeforeResponseCaching,
        DiagnosticSeverity.Warning,
        "The session is used before UseResponseCaching",
        "'{0}' uses the session before 'UseResponseCaching()', which then caches no response; move 'UseResponseCaching()' before it");

    public static readonly DiagnosticDescriptor MiddlewareBeforeRouting = SetUp(
        DiagnosticIds.MiddlewareBeforeRouting,
        DiagnosticSeverity.Info,
        "UseTypedSessions comes before UseRouting",
        "'UseTypedSessions()' comes before 'UseRouting()', so the endpoint is unknown and the session cannot be preloaded; "
            + "move it after 'UseRouting()'");

    public static readonly DiagnosticDescriptor ShortCircuitedSession = SetUp(
        DiagnosticIds.ShortCircuitedSession,
        DiagnosticSeverity.Warning,
        "An endpoint that uses the session is short-circuited",
        "'ShortCircuit()' runs the endpoint before 'UseTypedSessions()', so it has no session and fails; "
            + "remove it, or do not use the session here");

    public static readonly DiagnosticDescriptor OpenDashboard = SetUp(
        DiagnosticIds.OpenDashboard,
        DiagnosticSeverity.Warning,
        "The session dashboard requires no authorization",
        "'MapSessionDashboard()' requires no authorization, so it answers 404 outside Development; "
            + "add 'RequireAuthorization()' with a policy for operators");

    private static DiagnosticDescriptor SetUp(string id, DiagnosticSeverity severity, string title, string message, params string[] tags)
        => Descriptor.Create(nameof(SetUp), severity, id, title, message, tags);
}
