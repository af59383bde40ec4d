using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>The lifetime of a session: its start, its end, and changes that come too late.</summary>
internal static class LifetimeDescriptors
{
    public static readonly DiagnosticDescriptor StartedResponse = Lifetime(
        DiagnosticIds.StartedResponse,
        "The session is changed after the response has started",
        "'{0}' comes after the response has started, {1}; move it before '{2}'");

    public static readonly DiagnosticDescriptor StoredSession = Lifetime(
        DiagnosticIds.StoredSession,
        "A session is stored where all requests share it",
        "'{0}' {1}, so all requests would share one visitor's session; get the session from the current request");

    public static readonly DiagnosticDescriptor CapturedSession = Lifetime(
        DiagnosticIds.CapturedSession,
        "A session is used by code that may outlive its request",
        "The session is used by code that {0}");

    public static readonly DiagnosticDescriptor SessionInSingleton = Lifetime(
        DiagnosticIds.SessionInSingleton,
        "A singleton cannot have a session",
        "Singleton '{0}' takes '{1}', which belongs to a request, in its constructor; "
            + "register it as scoped, or pass the session to the method that uses it");

    public static readonly DiagnosticDescriptor SharedSession = Lifetime(
        DiagnosticIds.SharedSession,
        "A session is changed concurrently",
        "The session is not thread-safe, but '{0}' uses it concurrently; "
            + "return the results from its branches, and change the session afterwards");

    public static readonly DiagnosticDescriptor SameIdAfterSignIn = Lifetime(
        DiagnosticIds.SameIdAfterSignIn,
        "The session keeps its id at sign-in",
        "'{0}' signs a user in, but the session keeps its id, which others may know; call 'RegenerateId()' on the session");

    public static readonly DiagnosticDescriptor ClearedAtSignOut = Lifetime(
        DiagnosticIds.ClearedAtSignOut,
        "The session is cleared at sign-out, but not ended",
        "'{0}' keeps the session's id, owner and expiry for the next user; call 'Abandon()' to end the session at sign-out",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor UnsavedSession = Lifetime(
        DiagnosticIds.UnsavedSession,
        "A session opened outside a request is changed and not saved",
        "The change is discarded when '{0}' is disposed, because it is not saved; await '{0}.SaveAsync()' after it");

    public static readonly DiagnosticDescriptor UnawaitedCall = Lifetime(
        DiagnosticIds.UnawaitedCall,
        "An asynchronous call on a session is not awaited",
        "'{0}()' is not awaited, so the code continues before it completes and its exceptions are lost; await it");

    public static readonly DiagnosticDescriptor StreamedPage = Lifetime(
        DiagnosticIds.StreamedPage,
        "A streamed page creates the session after its first await",
        "'{0}' comes after the response of '{1}' has started, which throws for a visitor without a session; "
            + "set it before the first 'await', or remove '[StreamRendering]'");

    public static readonly DiagnosticDescriptor DeletedCookie = Lifetime(
        DiagnosticIds.DeletedCookie,
        "The session's cookie is deleted, but the session is not ended",
        "Deleting the cookie '{0}' does not end the session, which stays in the store; call 'Abandon()' on the session");

    public static readonly DiagnosticDescriptor OthersStaySignedIn = Lifetime(
        DiagnosticIds.OthersStaySignedIn,
        "A changed password leaves other sessions signed in",
        "'{0}' changes the password, but the user's other sessions stay signed in; call 'EndOthersOnSecurityStampChange()' on the "
            + "Identity builder, or end them with 'ISessionManager'",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor NoRecentSignIn = Lifetime(
        DiagnosticIds.NoRecentSignIn,
        "An endpoint changes the protection of an account without a recent sign-in",
        "'{0}' changes the protection of the account without a recent sign-in; add '[RequireRecentSignIn]' to the endpoint",
        DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Lifetime(
        string id, string title, string message, DiagnosticSeverity severity = DiagnosticSeverity.Warning)
        => Descriptor.Create(nameof(Lifetime), severity, id, title, message, []);
}
