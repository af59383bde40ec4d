using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Looks into the calls that map endpoints: <c>MapGet(pattern, handler)</c>.</summary>
internal static class Endpoints
{
    /// <summary>Whether a call maps a handler of a minimal API.</summary>
    public static bool IsMap(IMethodSymbol method)
        => method.Name is "MapGet" or "MapPost" or "MapPut" or "MapDelete" or "MapPatch" or "MapMethods" or "MapFallback" or "Map"
            && method.ContainingType.Is("Microsoft.AspNetCore.Builder", "EndpointRouteBuilderExtensions");

    /// <summary>The method of the handler that a call maps: a lambda's, or the one that is named.</summary>
    public static IMethodSymbol? Handler(IInvocationOperation map)
    {
        foreach (var argument in map.Arguments)
        {
            if (CallChain.Bare(argument.Value) is IDelegateCreationOperation { Target: var target })
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

    /// <summary>Whether any endpoint that is mapped in a body asks for the session.</summary>
    public static bool AnyUsesSession(IOperation body)
        => body.Descendants().OfType<IInvocationOperation>().Any(static call => IsMap(call.TargetMethod) && AsksForSession(call));

    /// <summary>Whether the handler that a call maps asks for the session, or uses the one of its request.</summary>
    public static bool UsesSession(IInvocationOperation map, CancellationToken cancellation)
        => AsksForSession(map) || (Handler(map) is { } handler && RequestSession.IsIn(handler, cancellation));

    private static bool AsksForSession(IInvocationOperation map)
        => (Handler(map)?.Parameters.Any(static it => RequestSession.IsSession(it.Type)) ?? false)
            || map.Arguments.Any(static it => it.Value.Descendants().Any(RequestSession.Is));
}
