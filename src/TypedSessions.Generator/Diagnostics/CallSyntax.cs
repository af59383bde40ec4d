using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>Reads the syntax of calls.</summary>
internal static class CallSyntax
{
    /// <summary>Returns the name of the called member, or an empty string.</summary>
    public static string GetName(InvocationExpressionSyntax call)
        => call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            SimpleNameSyntax name => name.Identifier.ValueText,
            _ => "",
        };
}
