using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace TypedSessions.Http;

/// <summary>Knows how endpoints use the session, by what they say and what they ask for. Each endpoint is looked at once.</summary>
internal static class SessionEndpoints
{
    private const string KeptByTheFramework
        = "The framework that dispatches to these members keeps them; if they are trimmed, no session is requested through them.";

    private const BindingFlags Injected = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConditionalWeakTable<Endpoint, SessionUse> Known = [];

    /// <summary>How the endpoint that a request is for now uses the session.</summary>
    public static SessionUse UseOf(HttpContext context) => context.GetEndpoint() is { } endpoint ? UseOf(endpoint) : SessionUse.Unspecified;

    /// <summary>How the endpoint uses the session.</summary>
    public static SessionUse UseOf(Endpoint endpoint) => Known.GetValue(endpoint, LookAt);

    private static SessionUse LookAt(Endpoint endpoint)
    {
        var use = new SessionUse { Endpoint = endpoint.DisplayName ?? "without a name", Loads = AsksFor(endpoint.Metadata) };
        foreach (var metadata in endpoint.Metadata.GetOrderedMetadata<ISessionMetadata>())
        {
            use = metadata.ApplyTo(use);
        }

        return use.IsDisabled ? use with { Loads = false, LockTimeout = null } : use;
    }

    private static bool AsksFor(EndpointMetadataCollection metadata)
        => (metadata.GetMetadata<MethodInfo>() is { } handler && AsksFor(handler))
            || (metadata.GetMetadata<ActionDescriptor>() is { } action && AsksFor(action))
            || (metadata.GetMetadata<ComponentTypeMetadata>() is { } component && AnyInjectionAsksFor(component.Type));

    private static bool AsksFor(MethodBase method) => Array.Exists(method.GetParameters(), AsksFor);

    private static bool AsksFor(ParameterInfo parameter)
        => IsSession(parameter.ParameterType)
            || (parameter.IsDefined(typeof(AsParametersAttribute)) && AnyMemberAsksFor(parameter.ParameterType));

    private static bool AsksFor(ActionDescriptor action)
        => action.Parameters.Any(parameter => IsSession(parameter.ParameterType))
            || (action is ControllerActionDescriptor controller && AnyConstructorAsksFor(controller.ControllerTypeInfo))
            || (action is CompiledPageActionDescriptor page && AsksFor(page));

    private static bool AsksFor(CompiledPageActionDescriptor page)
        => page.HandlerMethods.Any(handler => handler.Parameters.Any(parameter => IsSession(parameter.ParameterType)))
            || (page.ModelTypeInfo is { } model && AnyConstructorAsksFor(model))
            || AnyPropertyAsksFor(page.PageTypeInfo);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = KeptByTheFramework)]
    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = KeptByTheFramework)]
    private static bool AnyMemberAsksFor(Type parameters) => AnyConstructorAsksFor(parameters) || AnyPropertyAsksFor(parameters);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = KeptByTheFramework)]
    private static bool AnyConstructorAsksFor(Type type) => type.GetConstructors().Any(AsksFor);

    // What @inject makes of a component: a property that may be private, and is not inherited then.
    private static bool AnyInjectionAsksFor([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type component)
    {
        for (var type = component; type is not null; type = type.BaseType)
        {
            if (Array.Exists(type.GetProperties(Injected), IsInjectedSession))
            {
                return true;
            }
        }

        return AnyConstructorAsksFor(component);
    }

    private static bool IsInjectedSession(PropertyInfo property)
        => property.IsDefined(typeof(InjectAttribute)) && IsSession(property.PropertyType);

    // What @inject makes of a page.
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = KeptByTheFramework)]
    private static bool AnyPropertyAsksFor(Type type) => type.GetProperties().Any(property => IsSession(property.PropertyType));

    private static bool IsSession(Type type) => type == typeof(ISession) || type.IsDefined(typeof(SessionModelAttribute), inherit: false);
}
