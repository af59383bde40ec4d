using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Selects calls that may belong to the setup by their syntax, so that no others are bound.</summary>
internal static class SetUpSyntax
{
    // Text of files that may access the services or the application.
    private static readonly KeywordFilter SetUp = new(
        "ServiceCollection", "services", "ConfigureServices", ".Services)", ".Services,", "WebApplication", "uilder");

    /// <returns>The call; <see langword="null"/> if it does not belong to the setup.</returns>
    public static IInvocationOperation? Read(NodeContext context)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        return IsName(CallSyntax.GetName(call)) || (call.ArgumentList.Arguments.Count > 0 && SetUp.Matches(call.SyntaxTree))
            ? context.SemanticModel.GetOperation(call, context.CancellationToken) as IInvocationOperation
            : null;
    }

    private static bool IsName(string name)
        => name switch
        {
            ServiceCalls.AddTypedSessions or "AddModel" or "UseTypedSessions" or "GetRequiredService" => true,
            "UseServiceProviderFactory" or "UseStartup" or "Build" => true,
            _ => ServiceCalls.IsAddServiceName(name)
                || name.StartsWith("Map", StringComparison.Ordinal)
                || (name.StartsWith("Create", StringComparison.Ordinal) && name.EndsWith("Builder", StringComparison.Ordinal)),
        };
}
