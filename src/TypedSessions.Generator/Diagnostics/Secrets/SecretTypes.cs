using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Secrets;

/// <summary>Lists the types that hold secrets or rights, and recognizes types that can hold a secret with a matching name.</summary>
internal static class SecretTypes
{
    private const string Certificates = "System.Security.Cryptography.X509Certificates";
    private const string Rights = "which would outlive its sign-in";
    private const string Keys = "which may hold a private key";
    private const string Credentials = "which holds a credential in clear text";

    // The reason is a clause of the message.
    private static readonly (string Namespace, string Name, string Reason)[] Known =
    [
        ("System.Security.Claims", "ClaimsPrincipal", Rights),
        ("System.Security.Claims", "ClaimsIdentity", Rights),
        ("System.Security.Claims", "Claim", Rights),
        ("Microsoft.AspNetCore.Authentication", "AuthenticationTicket", Rights),
        ("Microsoft.AspNetCore.Authentication", "AuthenticationProperties", "which may hold access tokens"),
        ("Microsoft.AspNetCore.Identity", "IdentityUser`1", "which holds the hash of the password"),
        (Certificates, "X509Certificate", Keys),
        (Certificates, "X509Certificate2Collection", Keys),
        ("System.Security.Cryptography", "AsymmetricAlgorithm", Keys),
        ("System.Security.Cryptography", "SymmetricAlgorithm", Keys),
        ("System.Security.Cryptography", "RSAParameters", Keys),
        ("System.Security.Cryptography", "ECParameters", Keys),
        ("System.Security", "SecureString", "which holds a secret"),
        ("System.Net", "NetworkCredential", Credentials),
        ("System.IdentityModel.Tokens.Jwt", "JwtSecurityToken", Credentials),
        ("Microsoft.IdentityModel.JsonWebTokens", "JsonWebToken", Credentials),
    ];

    /// <summary>Returns the first such type among a type, its elements and its type arguments.</summary>
    public static (ITypeSymbol Type, string Reason)? Find(ITypeSymbol? type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return Find(array.ElementType);
            case INamedTypeSymbol
            {
                SpecialType: SpecialType.None,
                TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface,
            } named:
                return FindKnown(named) ?? named.TypeArguments.Select(Find).FirstOrDefault(static found => found is not null);
            default:
                return null;
        }
    }

    /// <summary>Returns whether a type can hold the characters or bytes of a credential.</summary>
    public static bool CanHoldText(ITypeSymbol type)
        => type switch
        {
            { SpecialType: SpecialType.System_String } => true,
            IArrayTypeSymbol array => array.ElementType.SpecialType is SpecialType.System_Byte or SpecialType.System_Char
                || CanHoldText(array.ElementType),
            INamedTypeSymbol { OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T, TypeArguments.Length: 1 } named
                => named.TypeArguments[0].SpecialType is SpecialType.System_Byte or SpecialType.System_Char
                    || CanHoldText(named.TypeArguments[0]),
            _ => false,
        };

    /// <summary>Returns whether a type can hold the digits of a number.</summary>
    public static bool CanHoldDigits(ITypeSymbol type)
        => CanHoldText(type) || type.WithoutNullable().SpecialType is >= SpecialType.System_Int16 and <= SpecialType.System_Decimal;

    private static (ITypeSymbol Type, string Reason)? FindKnown(INamedTypeSymbol type)
    {
        foreach (var (containingNamespace, name, reason) in Known)
        {
            if (type.IsOrDerivesFrom(containingNamespace, name))
            {
                return (type, reason);
            }
        }

        return null;
    }
}
