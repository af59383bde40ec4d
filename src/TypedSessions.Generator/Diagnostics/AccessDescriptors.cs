using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>Access to values. Warnings: values are lost or corrupted. Information: a better alternative exists.</summary>
internal static class AccessDescriptors
{
    public static readonly DiagnosticDescriptor RawKeyOfProperty = AccessAdvice(
        DiagnosticIds.RawKeyOfProperty,
        "A key of a session model is used as a string",
        "The key '{0}' belongs to session property '{1}'; use the property, which the compiler checks");

    public static readonly DiagnosticDescriptor NearMissOfKey = Access(
        DiagnosticIds.NearMissOfKey,
        "A key almost equals the key of a session property",
        "The key '{0}' differs slightly from the key '{1}' of session property '{2}', and no other code {3} it; use '{1}'",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor KeyOfTwoTypes = Access(
        DiagnosticIds.KeyOfTwoTypes,
        "A key is used as two types",
        "The key '{0}' is {1} as '{2}' here, but {3} as '{4}'; use the same type for both",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor SynchronousLoad = AccessAdvice(
        DiagnosticIds.SynchronousLoad,
        "The session is loaded synchronously",
        "This asynchronous endpoint loads the session synchronously, which blocks a thread; "
            + "{0}, or await 'LoadAsync()' first",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor UnstableKey = Access(
        DiagnosticIds.UnstableKey,
        "A key differs at each call",
        "The key contains '{0}', which differs at each call, so its value cannot be read again; "
            + "use a constant key, or keep the key in a variable that outlives the call");

    public static readonly DiagnosticDescriptor ChangedBytesNotSet = Access(
        DiagnosticIds.ChangedBytesNotSet,
        "Changed bytes are not stored in the session",
        "The session does not detect this change of the bytes that '{0}' returned, so it is lost; set the key to the changed bytes");

    public static readonly DiagnosticDescriptor CounterWithoutSum = AccessAdvice(
        DiagnosticIds.CounterWithoutSum,
        "A counter loses concurrent changes",
        "If two requests change '{0}' at the same time, the later one replaces the earlier change; "
            + "specify 'Merge = SessionMerge.Sum' to add up both, or 'SessionMerge.LastWins' if that is intended");

    public static readonly DiagnosticDescriptor UnmatchedKey = Access(
        DiagnosticIds.UnmatchedKey,
        "A session value is only set or only read",
        "Session value '{0}' is {1} in this program; {2} it, or remove it",
        WellKnownDiagnosticTags.CompilationEnd);

    private static DiagnosticDescriptor Access(string id, string title, string message, params string[] tags)
        => Descriptor.Create(nameof(Access), DiagnosticSeverity.Warning, id, title, message, tags);

    private static DiagnosticDescriptor AccessAdvice(string id, string title, string message, params string[] tags)
        => Descriptor.Create(nameof(Access), DiagnosticSeverity.Info, id, title, message, tags);
}
