using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Binders;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace TypedSessions.Integration.Mvc;

/// <summary>
/// Binds parameters of actions and page handlers to the request's session, as minimal APIs do. Without it MVC creates another model from
/// the request's form and query, and fails for <see cref="ISession"/>.
/// </summary>
internal sealed class SessionBinderProvider : IModelBinderProvider
{
    /// <inheritdoc/>
    public IModelBinder? GetBinder(ModelBinderProviderContext context)
        => context is { BindingInfo.BindingSource: null, Metadata: { MetadataKind: not ModelMetadataKind.Type, ModelType: var type } }
            && IsSession(type)
            && IsService(context)
                ? new ServicesModelBinder()
                : null;

    private static bool IsSession(Type type) => type == typeof(ISession) || type.IsDefined(typeof(SessionModelAttribute), inherit: false);

    private static bool IsService(ModelBinderProviderContext context)
        => context.Services.GetService<IServiceProviderIsService>()?.IsService(context.Metadata.ModelType) == true;
}
