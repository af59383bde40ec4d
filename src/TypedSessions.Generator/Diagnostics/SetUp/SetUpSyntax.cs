using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Tells by what is written which calls may have to do with the set-up of a program, so that no others are bound.</summary>
internal static class SetUpSyntax
{
    // By these a file gets at the services or at the application that it may hand on.
    private static readonly FileWords SetUp = new(
        "ServiceCollection", "services", "ConfigureServices", ".Services)", ".Services,", "WebApplication", "uilder");

    /// <returns>Nothing for a call that has nothing to do with it.</returns>
    public static IInvocationOperation? Read(SyntaxNodeAnalysisContext context)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        return IsName(CallAnalyzer.GetName(call)) || (call.ArgumentList.Arguments.Count > 0 && SetUp.StandIn(call.SyntaxTree))
            ? context.SemanticModel.GetOperation(call, context.CancellationToken) as IInvocationOperation
            : null;
    }

    private static bool IsName(string name)
        => name switch
        {
            ServiceCalls.AddTypedSessions or "AddModel" or "UseTypedSessions" or "GetRequiredService" => true,
            "UseServiceProviderFactory" or "UseStartup" or "Build" => true,
            _ => name.StartsWith("Map", StringComparison.Ordinal)
                || (name.StartsWith("Create", StringComparison.Ordinal) && name.EndsWith("Builder", StringComparison.Ordinal)),
        };
}
