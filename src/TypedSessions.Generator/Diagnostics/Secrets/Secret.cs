using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Secrets;

/// <summary>Decides whether a value is a secret: by its name, if its type can hold one.</summary>
internal static class Secret
{
    public static bool IsNamed(string name, ITypeSymbol type)
        => (SecretTypes.HoldText(type) && SecretWords.NameCredential(name))
            || (SecretTypes.HoldDigits(type) && SecretWords.NameNumber(name));
}
