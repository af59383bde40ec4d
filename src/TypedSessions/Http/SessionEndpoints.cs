using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace TypedSessions.Http;

/// <summary>Knows which endpoints use the session, by what they ask for. Each endpoint is looked at once.</summary>
internal static class SessionEndpoints
{
    private const string KeptByTheFramework = "The framework that dispatches to these members keeps them; where they are trimmed, nothing asks for a session through them.";

    private static readonly ConditionalWeakTable<Endpoint, StrongBox<bool>> Known = [];

    /// <summary>Whether the endpoint's metadata, handler, action or page asks for a session or a model.</summary>
    public static bool UsesSession(Endpoint endpoint) => Known.GetValue(endpoint, static it => new StrongBox<bool>(AsksFor(it.Metadata))).Value;

    private static bool AsksFor(EndpointMetadataCollection metadata)
        => metadata.GetMetadata<PreloadSessionAttribute>() is not null
            || (metadata.GetMetadata<MethodInfo>() is { } handler && AsksFor(handler))
            || (metadata.GetMetadata<ActionDescriptor>() is { } action && AsksFor(action));

    private static bool AsksFor(MethodBase method) => Array.Exists(method.GetParameters(), AsksFor);

    private static bool AsksFor(ParameterInfo parameter)
        => IsSession(parameter.ParameterType) || (parameter.IsDefined(typeof(AsParametersAttribute)) && AnyMemberAsksFor(parameter.ParameterType));

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

    // What @inject makes of a page.
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = KeptByTheFramework)]
    private static bool AnyPropertyAsksFor(Type type) => type.GetProperties().Any(property => IsSession(property.PropertyType));

    private static bool IsSession(Type type) => type == typeof(ISession) || type.IsDefined(typeof(SessionModelAttribute), inherit: false);
}
