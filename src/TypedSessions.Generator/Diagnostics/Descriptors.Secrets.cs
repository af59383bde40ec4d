using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <content>Secrets. Warnings: whoever reads the store reads them too.</content>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor SecretName = Secrets(
        DiagnosticIds.SecretName,
        "A secret does not belong in a session",
        "'{0}' looks like a secret, and whoever can read the session's store can read it; "
            + "keep it out of the session, or state with [SensitiveSessionData] why it has to be there");

    public static readonly DiagnosticDescriptor SecretType = Secrets(
        DiagnosticIds.SecretType,
        "A type that holds secrets does not belong in a session",
        "'{0}' puts a '{1}' into the session, {2}; keep what identifies it, or state with [SensitiveSessionData] why it has to be there");

    public static readonly DiagnosticDescriptor EmptyJustification = Secrets(
        DiagnosticIds.EmptyJustification,
        "Sensitive data in a session needs a justification",
        "[SensitiveSessionData] does not say why the data has to be in the session; fill in its 'Justification'");

    private static DiagnosticDescriptor Secrets(string id, string title, string message)
        => Create(nameof(Secrets), DiagnosticSeverity.Warning, id, title, message, []);
}
