using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace TypedSessions.Http;

/// <summary>Determines how endpoints use the session, by their metadata and their parameters, once for each endpoint.</summary>
internal static class SessionEndpoints
{
    private const string KeptByTheFramework
        = "The framework that dispatches to these members keeps them; if they are trimmed, no session is requested through them.";

    private const BindingFlags Injected = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConditionalWeakTable<Endpoint, SessionUse> Known = [];

    /// <summary>Returns how the current endpoint of a request uses the session.</summary>
    public static SessionUse GetSessionUse(HttpContext context)
        => context.GetEndpoint() is { } endpoint ? GetSessionUse(endpoint) : SessionUse.Unspecified;

    /// <summary>Returns how an endpoint uses the session.</summary>
    public static SessionUse GetSessionUse(Endpoint endpoint) => Known.GetValue(endpoint, CreateUse);

    private static SessionUse CreateUse(Endpoint endpoint)
    {
        var use = new SessionUse { Endpoint = endpoint.DisplayName ?? "without a name", Preload = UsesSession(endpoint.Metadata) };
        foreach (var metadata in endpoint.Metadata.GetOrderedMetadata<ISessionMetadata>())
        {
            use = metadata.ApplyTo(use);
        }

        return use.IsDisabled ? use with { Preload = false, LockTimeout = null } : use;
    }

    private static bool UsesSession(EndpointMetadataCollection metadata)
        => (metadata.GetMetadata<MethodInfo>() is { } handler && UsesSession(handler))
            || (metadata.GetMetadata<ActionDescriptor>() is { } action && UsesSession(action))
            || (metadata.GetMetadata<ComponentTypeMetadata>() is { } component && AnyInjectionUsesSession(component.Type));

    private static bool UsesSession(MethodBase method) => Array.Exists(method.GetParameters(), UsesSession);

    private static bool UsesSession(ParameterInfo parameter)
        => IsSession(parameter.ParameterType)
            || (parameter.IsDefined(typeof(AsParametersAttribute)) && AnyMemberUsesSession(parameter.ParameterType));

    private static bool UsesSession(ActionDescriptor action)
        => action.Parameters.Any(parameter => IsSession(parameter.ParameterType))
            || (action is ControllerActionDescriptor controller && AnyConstructorUsesSession(controller.ControllerTypeInfo))
            || (action is CompiledPageActionDescriptor page && UsesSession(page));

    private static bool UsesSession(CompiledPageActionDescriptor page)
        => page.HandlerMethods.Any(handler => handler.Parameters.Any(parameter => IsSession(parameter.ParameterType)))
            || (page.ModelTypeInfo is { } model && AnyConstructorUsesSession(model))
            || AnyPropertyUsesSession(page.PageTypeInfo);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = KeptByTheFramework)]
    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = KeptByTheFramework)]
    private static bool AnyMemberUsesSession(Type parameters)
        => AnyConstructorUsesSession(parameters) || AnyPropertyUsesSession(parameters);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = KeptByTheFramework)]
    private static bool AnyConstructorUsesSession(Type type) => type.GetConstructors().Any(UsesSession);

    // @inject generates a property of the component, which may be private and is then not inherited.
    private static bool AnyInjectionUsesSession([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type component)
    {
        for (var type = component; type is not null; type = type.BaseType)
        {
            if (Array.Exists(type.GetProperties(Injected), IsInjectedSession))
            {
                return true;
            }
        }

        return AnyConstructorUsesSession(component);
    }

    private static bool IsInjectedSession(PropertyInfo property)
        => property.IsDefined(typeof(InjectAttribute)) && IsSession(property.PropertyType);

    // @inject generates a public property of the page.
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = KeptByTheFramework)]
    private static bool AnyPropertyUsesSession(Type type) => type.GetProperties().Any(property => IsSession(property.PropertyType));

    private static bool IsSession(Type type) => type == typeof(ISession) || type.IsDefined(typeof(SessionModelAttribute), inherit: false);
}
