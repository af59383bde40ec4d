using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <content>The lifetime of a session: where it begins, where it ends, and what comes too late for it.</content>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor ResponseHasStarted = Lifetime(
        DiagnosticIds.ResponseHasStarted,
        "The session is changed after the response has started",
        "'{0}' comes after the response has started, {1}; move it before '{2}'");

    public static readonly DiagnosticDescriptor StoredSession = Lifetime(
        DiagnosticIds.StoredSession,
        "A session is kept where all requests share it",
        "'{0}' {1}, so one visitor's session would be used for others; get the session from the request each time");

    public static readonly DiagnosticDescriptor CapturedSession = Lifetime(
        DiagnosticIds.CapturedSession,
        "A session is used by code that may outlive its request",
        "The session is used by code that {0}");

    public static readonly DiagnosticDescriptor SessionInSingleton = Lifetime(
        DiagnosticIds.SessionInSingleton,
        "A singleton cannot have a session",
        "'{0}' is made once for all requests, but its constructor takes '{1}', which belongs to one; "
            + "register it as scoped, or take the session as a parameter of the method that uses it");

    public static readonly DiagnosticDescriptor SharedSession = Lifetime(
        DiagnosticIds.SharedSession,
        "A session is changed by code that runs at the same time",
        "The session is not thread-safe, but '{0}' uses it concurrently; "
            + "return the results from its branches, and change the session afterwards");

    public static readonly DiagnosticDescriptor SameIdAfterSignIn = Lifetime(
        DiagnosticIds.SameIdAfterSignIn,
        "The session keeps its id at sign-in",
        "'{0}' signs somebody in and the session keeps the id it had before, which others may know; call 'RegenerateId()' on the session");

    public static readonly DiagnosticDescriptor ClearedAtSignOut = Lifetime(
        DiagnosticIds.ClearedAtSignOut,
        "The session is emptied at sign-out, not ended",
        "'{0}' leaves the session with its id, owner and expiry to whoever comes next; call 'Abandon()' to end it with the sign-out",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor NotSaved = Lifetime(
        DiagnosticIds.NotSaved,
        "A session opened outside a request is changed and not saved",
        "The change is discarded when '{0}' is disposed, because it is not saved; await '{0}.SaveAsync()' after it");

    public static readonly DiagnosticDescriptor NotAwaited = Lifetime(
        DiagnosticIds.NotAwaited,
        "An asynchronous call on a session is not awaited",
        "'{0}()' is not awaited, so the code goes on before it is done and its failure is never seen; await it");

    public static readonly DiagnosticDescriptor StreamedPage = Lifetime(
        DiagnosticIds.StreamedPage,
        "A streamed page begins the session after its first await",
        "'{0}' comes after the response of '{1}' has started, which throws for a visitor who has no session yet; "
            + "set it before the first 'await', or remove '[StreamRendering]'");

    public static readonly DiagnosticDescriptor DeletedCookie = Lifetime(
        DiagnosticIds.DeletedCookie,
        "The session's cookie is deleted and the session is not ended",
        "Deleting the cookie '{0}' does not end the session, which stays in the store and may have a cookie of another name; "
            + "call 'Abandon()' on the session");

    private static DiagnosticDescriptor Lifetime(
        string id, string title, string message, DiagnosticSeverity severity = DiagnosticSeverity.Warning)
        => Create(nameof(Lifetime), severity, id, title, message, []);
}
