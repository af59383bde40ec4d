using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <content>Access to values. Warnings: values that are lost or garbled. Information: what works, and works better another way.</content>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor RawKeyOfProperty = AccessAdvice(
        DiagnosticIds.RawKeyOfProperty,
        "A key of a session model is used as a string",
        "The key '{0}' belongs to session property '{1}'; use the property, whose name and type the compiler checks");

    public static readonly DiagnosticDescriptor NearMissOfKey = Access(
        DiagnosticIds.NearMissOfKey,
        "A key is nearly that of a session property",
        "The key '{0}' is not the key '{1}' of session property '{2}', as keys are compared letter by letter, "
            + "and nothing else here {3} it; use '{1}'",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor KeyOfTwoTypes = Access(
        DiagnosticIds.KeyOfTwoTypes,
        "A key is used as two types",
        "The key '{0}' is {1} as '{2}' here, but {3} as '{4}'; one cannot be read as the other, so use one type for both",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor SynchronousLoad = AccessAdvice(
        DiagnosticIds.SynchronousLoad,
        "The session is loaded by a thread that waits",
        "Nothing loads the session before this asynchronous endpoint reaches for it, so a thread waits for the store; "
            + "ask for a model or an 'ISession' as a parameter, or await 'LoadAsync()' first",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor UnstableKey = Access(
        DiagnosticIds.UnstableKey,
        "A key is different each time",
        "The key is made of '{0}', so it is another one each time and its value is never found again; "
            + "use a constant key, or keep the key in a variable that outlives the call");

    public static readonly DiagnosticDescriptor KeysChangedWhileEnumerated = Access(
        DiagnosticIds.KeysChangedWhileEnumerated,
        "A key is set while the keys are enumerated",
        "With ASP.NET Core's own session, adding a key while enumerating 'Keys' throws; enumerate a copy: 'Keys.ToArray()'",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor ChangedBytesNotSet = Access(
        DiagnosticIds.ChangedBytesNotSet,
        "Bytes of the session are changed and not set again",
        "The session does not learn of this change of the bytes that '{0}' gave, so it is lost; set the key to the changed bytes");

    private static DiagnosticDescriptor Access(string id, string title, string message, params string[] tags)
        => Create(nameof(Access), DiagnosticSeverity.Warning, id, title, message, tags);

    private static DiagnosticDescriptor AccessAdvice(string id, string title, string message, params string[] tags)
        => Create(nameof(Access), DiagnosticSeverity.Info, id, title, message, tags);
}
