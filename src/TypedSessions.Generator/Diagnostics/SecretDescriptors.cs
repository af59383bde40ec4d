using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>Secrets. Warnings: anyone with access to the store can read them.</summary>
internal static class SecretDescriptors
{
    public static readonly DiagnosticDescriptor SecretName = Secrets(
        DiagnosticIds.SecretName,
        "A secret does not belong in a session",
        "'{0}' looks like a secret, which anyone with access to the session store can read; "
            + "keep it out of the session, or justify it with [SensitiveSessionData]");

    public static readonly DiagnosticDescriptor SecretType = Secrets(
        DiagnosticIds.SecretType,
        "A type that contains secrets does not belong in a session",
        "'{0}' stores a '{1}' in the session, {2}; store an identifier instead, or justify it with [SensitiveSessionData]");

    public static readonly DiagnosticDescriptor EmptyJustification = Secrets(
        DiagnosticIds.EmptyJustification,
        "Sensitive data in a session needs a justification",
        "[SensitiveSessionData] does not justify why the data is in the session; set its 'Justification'");

    private static DiagnosticDescriptor Secrets(string id, string title, string message)
        => Descriptor.Create(nameof(Secrets), DiagnosticSeverity.Warning, id, title, message, []);
}
