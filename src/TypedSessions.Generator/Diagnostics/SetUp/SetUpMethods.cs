using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Recognizes methods that create a host, pass its setup to other code, or receive injected services.</summary>
internal static class SetUpMethods
{
    private const string Mvc = "Microsoft.AspNetCore.Mvc";

    /// <summary>Returns whether a method creates a host builder.</summary>
    public static bool CreatesHost(IMethodSymbol method)
        => method is
        {
            IsStatic: true,
            Name: "CreateBuilder" or "CreateSlimBuilder" or "CreateEmptyBuilder" or "CreateDefaultBuilder"
                    or "CreateApplicationBuilder",
        }
            && method.ContainingType is { Name: "WebApplication" or "Host" or "WebHost" } type
            && (type.ContainingNamespace.Is("Microsoft.AspNetCore.Builder")
                || type.ContainingNamespace.Is("Microsoft.Extensions.Hosting")
                || type.ContainingNamespace.Is("Microsoft.AspNetCore"));

    public static bool CreatesApplication(IMethodSymbol method)
        => method.Name == "Build" && method.ContainingType.Is("Microsoft.AspNetCore.Builder", "WebApplicationBuilder");

    /// <summary>Returns whether a call passes the services or the application to code that is known only at runtime.</summary>
    public static bool PassesSetUpOn(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.Name is "UseServiceProviderFactory" or "UseStartup"
            && (method.TypeArguments.IsEmpty || !IsInSource(method.TypeArguments[0])))
        {
            return true;
        }

        return (method.IsAbstract || method.IsVirtual || method.IsOverride || method.MethodKind == MethodKind.DelegateInvoke)
            && !IsFrameworkMethod(method)
            && call.Arguments.Any(static argument => CallChain.Unwrap(argument.Value)?.Type is { } type && IsSetUpType(type));
    }

    /// <summary>Returns whether the framework injects the parameters of a constructor or method.</summary>
    public static bool IsInjected(IMethodSymbol method)
        => method.MethodKind switch
        {
            MethodKind.Constructor => IsCreatedPerRequest(method.ContainingType),
            MethodKind.Ordinary => method is { Name: "Invoke" or "InvokeAsync", Parameters.Length: > 0 }
                && RequestSessionUse.IsContext(method.Parameters[0].Type),
            _ => false,
        };

    /// <summary>Returns the members of an <c>[AsParameters]</c> type that the framework binds like parameters.</summary>
    public static IEnumerable<(ISymbol Member, ITypeSymbol Type)> GetParameterMembers(IParameterSymbol parameter)
        => parameter.Attribute(KnownNames.HttpNamespace, "AsParametersAttribute") is null
            || parameter.Type is not INamedTypeSymbol { IsAbstract: false, DeclaringSyntaxReferences.IsEmpty: false } type
            ? []
            : type.InstanceConstructors.Where(IsBound).ToArray() is { Length: 1 } constructors && !constructors[0].Parameters.IsEmpty
                ? constructors[0].Parameters.Select(static it => ((ISymbol)it, it.Type))
                : GetProperties(type)
                    .Where(static it => it is { IsStatic: false, SetMethod.DeclaredAccessibility: Accessibility.Public })
                    .Select(static it => ((ISymbol)it, it.Type));

    private static IEnumerable<IPropertySymbol> GetProperties(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (var property in declaring.GetMembers().OfType<IPropertySymbol>())
            {
                yield return property;
            }
        }
    }

    // Excludes the copy constructor of a record and the implicit one of a struct.
    private static bool IsBound(IMethodSymbol constructor)
        => constructor.DeclaredAccessibility == Accessibility.Public
            && !(constructor.IsImplicitlyDeclared && constructor.ContainingType.TypeKind == TypeKind.Struct)
            && !(constructor.Parameters.Length == 1
                && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, constructor.ContainingType));

    /// <summary>Returns whether the framework sets a property of a view or component: <c>@inject</c>.</summary>
    public static bool IsInjected(IPropertySymbol property)
        => property.Attribute("Microsoft.AspNetCore.Components", "InjectAttribute") is not null
            || property.Attribute(Mvc + ".Razor.Internal", "RazorInjectAttribute") is not null;

    public static bool IsFromServices(IParameterSymbol parameter) => parameter.Attribute(Mvc, "FromServicesAttribute") is not null;

    /// <summary>
    /// Returns whether the model's own source implements <c>ISessionModel&lt;T&gt;</c>, so that it binds without being added.
    /// </summary>
    public static bool ImplementsBinding(INamedTypeSymbol model)
        => model.DeclaringSyntaxReferences.Any(static reference => !IsGenerated(reference.SyntaxTree)
            && reference.GetSyntax() is TypeDeclarationSyntax { BaseList.Types: var types }
            && types.Any(static type => type.Type.ToString().Contains("ISessionModel<")));

    private static bool IsCreatedPerRequest(INamedTypeSymbol type)
        => MvcTypes.HasActions(type)
            || type.IsOrDerivesFrom(Mvc, "ViewComponent")
            || type.IsOrDerivesFrom("Microsoft.AspNetCore.Components", "ComponentBase");

    private static bool IsSetUpType(ITypeSymbol type)
        => type.Name is "IServiceCollection" or "ServiceCollection" or "WebApplicationBuilder" or "IHostApplicationBuilder"
            or "HostApplicationBuilder" or "IHostBuilder" or "IWebHostBuilder" or "ConfigureHostBuilder"
            or "ConfigureWebHostBuilder" or "IApplicationBuilder" or "WebApplication" or "TypedSessionsBuilder";

    private static bool IsInSource(ITypeSymbol type) => type.DeclaringSyntaxReferences.Length > 0;

    // Action<IServiceCollection>.Invoke belongs to System, but its target does not.
    private static bool IsFrameworkMethod(IMethodSymbol method)
        => method.MethodKind != MethodKind.DelegateInvoke
            && method.ContainingNamespace.RootName() is "Microsoft" or "System" or "TypedSessions";

    private static bool IsGenerated(SyntaxTree tree) => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal);
}
