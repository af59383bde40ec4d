using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Recognizes types with a single instance for all requests by their declaration.</summary>
internal static class Singletons
{
    public static bool IsSingleton(INamedTypeSymbol? type)
        => type is { TypeKind: TypeKind.Class } && (IsHostedService(type) || IsMiddleware(type));

    public static bool IsHostedService(INamedTypeSymbol type)
        => type.AllInterfaces.Any(static implemented => implemented is { Name: "IHostedService", ContainingNamespace.Name: "Hosting" });

    /// <summary>Returns whether a class is convention-based middleware, and not <c>IMiddleware</c>, which may be scoped.</summary>
    public static bool IsMiddleware(INamedTypeSymbol type)
        => type.InstanceConstructors.Any(
            static constructor => constructor.Parameters.Any(static parameter => IsHttpType(parameter.Type, "RequestDelegate")))
            && type.GetMembers().OfType<IMethodSymbol>().Any(static method
                => method is { Name: "Invoke" or "InvokeAsync", DeclaredAccessibility: Accessibility.Public, Parameters.IsEmpty: false }
                    && IsHttpType(method.Parameters[0].Type, "HttpContext"))
            && !type.AllInterfaces.Any(static implemented => IsHttpType(implemented, "IMiddleware"));

    private static bool IsHttpType(ITypeSymbol type, string name)
        => type.Name == name && type.ContainingNamespace?.ToDisplayString() == "Microsoft.AspNetCore.Http";
}
