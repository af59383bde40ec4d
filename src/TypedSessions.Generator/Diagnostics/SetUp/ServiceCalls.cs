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

    /// <summary>Returns whether a method registers a service for a request, with its type as a type argument.</summary>
    public static bool IsAddService(IMethodSymbol method)
        => IsAddServiceName(method.Name)
            && !method.TypeArguments.IsEmpty
            && (method.ContainingNamespace.Is(DependencyInjection) || method.ContainingNamespace.Is(DependencyInjection + ".Extensions"));

    public static bool IsAddServiceName(string name) => name is "AddScoped" or "AddTransient" or "TryAddScoped" or "TryAddTransient";

    public static bool IsUseCookie(IMethodSymbol method)
        => method.Name == "UseCookie" && method.ContainingType.Is(DependencyInjection, "TypedSessionsBuilderExtensions");

    /// <summary>Returns whether a method selects a session engine.</summary>
    public static bool IsEngine(IMethodSymbol method)
        => method.Name.StartsWith("Use", StringComparison.Ordinal)
            && (method.ReturnType.Is(KnownNames.Namespace, "TypedSessionsBuilder")
                || method.ContainingType.Is(KnownNames.Namespace, "TypedSessionsBuilder"));
}
