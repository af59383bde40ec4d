using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Recognizes calls that add services.</summary>
internal static class ServiceCalls
{
    public const string AddTypedSessions = "AddTypedSessions";
    private const string DependencyInjection = "Microsoft.Extensions.DependencyInjection";

    public static bool IsAddTypedSessions(IMethodSymbol method)
        => method.Name == AddTypedSessions && method.ContainingType.Is(DependencyInjection, "TypedSessionsServiceCollectionExtensions");

    public static bool IsAddSession(IMethodSymbol method)
        => method.Name == "AddSession" && method.ContainingType.Is(DependencyInjection, "SessionServiceCollectionExtensions");

    public static bool IsAddModel(IMethodSymbol method)
        => method is { Name: "AddModel", TypeArguments.Length: 1 }
            && method.ContainingType.Is(KnownNames.Namespace, "TypedSessionsBuilder");

    public static bool IsUseCookie(IMethodSymbol method)
        => method.Name == "UseCookie" && method.ContainingType.Is(DependencyInjection, "TypedSessionsBuilderExtensions");

    /// <summary>Returns whether a method selects a session engine.</summary>
    public static bool IsEngine(IMethodSymbol method)
        => method.Name.StartsWith("Use", StringComparison.Ordinal)
            && (method.ReturnType.Is(KnownNames.Namespace, "TypedSessionsBuilder")
                || method.ContainingType.Is(KnownNames.Namespace, "TypedSessionsBuilder"));
}
