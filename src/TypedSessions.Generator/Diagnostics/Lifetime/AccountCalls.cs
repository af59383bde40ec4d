using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Recognizes calls of ASP.NET Core Identity's user manager.</summary>
internal static class AccountCalls
{
    public static bool IsOnUserManager(IInvocationOperation call)
        => call.TargetMethod.ContainingType.IsOrDerivesFrom("Microsoft.AspNetCore.Identity", "UserManager`1");

    /// <summary>Returns whether code looks up the user who is signed in, and not one whom an administrator chose.</summary>
    public static bool FindsSignedInUser(IOperation body)
        => body.Descendants().OfType<IInvocationOperation>().Any(
            static call => call.TargetMethod.Name is "GetUserAsync" or "GetUserId" && IsOnUserManager(call));
}
