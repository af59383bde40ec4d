using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Secrets;

/// <summary>Determines whether a value is a secret, by its name and by whether its type can hold one.</summary>
internal static class Secret
{
    public static bool IsSecret(string name, ITypeSymbol type)
        => (SecretTypes.CanHoldText(type) && SecretNames.IsCredential(name))
            || (SecretTypes.CanHoldDigits(type) && SecretNames.IsNumber(name));
}
