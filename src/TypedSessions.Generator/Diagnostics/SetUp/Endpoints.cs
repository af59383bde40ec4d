using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Analyzes calls that map endpoints: <c>MapGet(pattern, handler)</c>.</summary>
internal static class Endpoints
{
    /// <summary>Returns whether a method maps a minimal API handler.</summary>
    public static bool IsMap(IMethodSymbol method)
        => method.Name is "MapGet" or "MapPost" or "MapPut" or "MapDelete" or "MapPatch" or "MapMethods" or "MapFallback" or "Map"
            && method.ContainingType.Is("Microsoft.AspNetCore.Builder", "EndpointRouteBuilderExtensions");

    /// <summary>Returns the method of the mapped handler: a lambda or a named method.</summary>
    public static IMethodSymbol? FindHandler(IInvocationOperation map)
    {
        foreach (var argument in map.Arguments)
        {
            if (CallChain.Unwrap(argument.Value) is IDelegateCreationOperation { Target: var target })
            {
                return target switch
                {
                    IAnonymousFunctionOperation lambda => lambda.Symbol,
                    IMethodReferenceOperation reference => reference.Method,
                    _ => null,
                };
            }
        }

        return null;
    }

    /// <summary>Returns whether any endpoint mapped in a body injects the session.</summary>
    public static bool AnyUsesSession(IOperation body)
        => body.Descendants().OfType<IInvocationOperation>().Any(static call => IsMap(call.TargetMethod) && InjectsSession(call));

    /// <summary>Returns whether the mapped handler injects the session or uses that of its request.</summary>
    public static bool UsesSession(IInvocationOperation map, CancellationToken cancellationToken)
        => InjectsSession(map) || (FindHandler(map) is { } handler && RequestSessionUse.IsUsedIn(handler, cancellationToken));

    private static bool InjectsSession(IInvocationOperation map)
        => (FindHandler(map)?.Parameters.Any(static it => RequestSessionUse.IsSession(it.Type)) ?? false)
            || map.Arguments.Any(static it => it.Value.Descendants().Any(RequestSessionUse.IsUse));
}
