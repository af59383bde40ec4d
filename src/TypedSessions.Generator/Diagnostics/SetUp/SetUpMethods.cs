using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Tells the methods that make a host, hand its set-up on, or are filled from its services.</summary>
internal static class SetUpMethods
{
    private const string Mvc = "Microsoft.AspNetCore.Mvc";

    /// <summary>Whether a call makes the host of a program, to which services can be added.</summary>
    public static bool MakesHost(IMethodSymbol method)
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

    public static bool MakesApplication(IMethodSymbol method)
        => method.Name == "Build" && method.ContainingType.Is("Microsoft.AspNetCore.Builder", "WebApplicationBuilder");

    /// <summary>Whether a call gives the services or the application to code that is not known before the program runs.</summary>
    public static bool HandsOn(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.Name is "UseServiceProviderFactory" or "UseStartup"
            && (method.TypeArguments.IsEmpty || !IsInSource(method.TypeArguments[0])))
        {
            return true;
        }

        return (method.IsAbstract || method.IsVirtual || method.IsOverride || method.MethodKind == MethodKind.DelegateInvoke)
            && !IsOfFramework(method)
            && call.Arguments.Any(static argument => CallChain.Bare(argument.Value)?.Type is { } type && IsSetUp(type));
    }

    /// <summary>Whether the framework makes the type and fills its constructor, or calls the method and fills its parameters.</summary>
    public static bool IsInjected(IMethodSymbol method)
        => method.MethodKind switch
        {
            MethodKind.Constructor => IsMadeForRequests(method.ContainingType),
            MethodKind.Ordinary => method is { Name: "Invoke" or "InvokeAsync", Parameters.Length: > 0 }
                && RequestSession.IsContext(method.Parameters[0].Type),
            _ => false,
        };

    public static bool IsFromServices(IParameterSymbol parameter) => parameter.Attribute(Mvc, "FromServicesAttribute") is not null;

    /// <summary>
    /// Whether a model's own half in the source implements <c>ISessionModel&lt;T&gt;</c>, so that it binds without being added.
    /// </summary>
    public static bool BindsItself(INamedTypeSymbol model)
        => model.DeclaringSyntaxReferences.Any(static reference => !IsGenerated(reference.SyntaxTree)
            && reference.GetSyntax() is TypeDeclarationSyntax { BaseList.Types: var types }
            && types.Any(static type => type.Type.ToString().Contains("ISessionModel<")));

    private static bool IsMadeForRequests(INamedTypeSymbol type)
        => type.IsOrDerivesFrom(Mvc, "ControllerBase")
            || type.IsOrDerivesFrom(Mvc + ".RazorPages", "PageModel")
            || type.IsOrDerivesFrom(Mvc, "ViewComponent");

    private static bool IsSetUp(ITypeSymbol type)
        => type.Name is "IServiceCollection" or "ServiceCollection" or "WebApplicationBuilder" or "IHostApplicationBuilder"
            or "HostApplicationBuilder" or "IHostBuilder" or "IWebHostBuilder" or "ConfigureHostBuilder"
            or "ConfigureWebHostBuilder" or "IApplicationBuilder" or "WebApplication" or "TypedSessionsBuilder";

    private static bool IsInSource(ITypeSymbol type) => type.DeclaringSyntaxReferences.Length > 0;

    // Action<IServiceCollection>.Invoke is of System, but what it calls is not.
    private static bool IsOfFramework(IMethodSymbol method)
        => method.MethodKind != MethodKind.DelegateInvoke
            && method.ContainingNamespace.RootName() is "Microsoft" or "System" or "TypedSessions";

    private static bool IsGenerated(SyntaxTree tree) => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal);
}
