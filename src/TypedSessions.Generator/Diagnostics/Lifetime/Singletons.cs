using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Types of which there is one object for all requests, as their declaration tells.</summary>
internal static class Singletons
{
    public static bool LivesAsLongAsApplication(INamedTypeSymbol? type)
        => type is { TypeKind: TypeKind.Class } && (IsHostedService(type) || IsMiddleware(type));

    public static bool IsHostedService(INamedTypeSymbol type)
        => type.AllInterfaces.Any(static implemented => implemented is { Name: "IHostedService", ContainingNamespace.Name: "Hosting" });

    /// <summary>
    /// Whether a class is middleware by convention, and not <c>IMiddleware</c>, of which a request can have an object of its own.
    /// </summary>
    public static bool IsMiddleware(INamedTypeSymbol type)
        => type.InstanceConstructors.Any(
            static constructor => constructor.Parameters.Any(static parameter => IsOfHttp(parameter.Type, "RequestDelegate")))
            && type.GetMembers().OfType<IMethodSymbol>().Any(static method
                => method is { Name: "Invoke" or "InvokeAsync", DeclaredAccessibility: Accessibility.Public, Parameters.IsEmpty: false }
                    && IsOfHttp(method.Parameters[0].Type, "HttpContext"))
            && !type.AllInterfaces.Any(static implemented => IsOfHttp(implemented, "IMiddleware"));

    private static bool IsOfHttp(ITypeSymbol type, string name)
        => type.Name == name && type.ContainingNamespace?.ToDisplayString() == "Microsoft.AspNetCore.Http";
}
