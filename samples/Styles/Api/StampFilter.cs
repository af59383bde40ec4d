using Styles.Models;

namespace Styles.Api;

/// <summary>An endpoint filter, which finds the model among the handler's arguments.</summary>
internal sealed class StampFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.Arguments.OfType<PassportSession>().Single().Stamp(Style.Filter);
        return next(context);
    }
}
