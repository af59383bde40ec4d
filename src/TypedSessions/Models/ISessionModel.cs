using System.ComponentModel;
using System.Reflection;

namespace TypedSessions;

/// <summary>
/// Represents a session model. The generator implements it for a <see cref="SessionModelAttribute"/> class. A model is a scoped service and
/// binds as a parameter of a minimal API handler; write the interface on your own half of the class to bind without registering the model.
/// </summary>
/// <typeparam name="TSelf">The model itself.</typeparam>
public interface ISessionModel<TSelf> : IBindableFromHttpContext<TSelf>
    where TSelf : class, ISessionModel<TSelf>
{
    /// <summary>Gets the model's properties, in the order of their declaration.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract IReadOnlyList<SessionProperty> Properties { get; }

    /// <summary>Returns a new model over a session.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract TSelf Open(ISession session);

    /// <summary>
    /// Binds a handler's parameter: loads the session asynchronously, and returns its model, the same instance as the request's services
    /// return.
    /// </summary>
    static ValueTask<TSelf?> IBindableFromHttpContext<TSelf>.BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var loading = context.Session.LoadAsync(context.RequestAborted);
        return loading.IsCompletedSuccessfully
            ? ValueTask.FromResult<TSelf?>(context.Session.As<TSelf>())
            : FindAfterAsync(loading, context);
    }

    private static async ValueTask<TSelf?> FindAfterAsync(Task loading, HttpContext context)
    {
        await loading;
        return context.Session.As<TSelf>();
    }
}
