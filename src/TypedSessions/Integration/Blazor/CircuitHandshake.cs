using Microsoft.AspNetCore.SignalR;

namespace TypedSessions.Integration.Blazor;

/// <summary>
/// Passes the session of a circuit's handshake to the code that creates the circuit. The two share neither a scope nor a parameter, only
/// the execution context.
/// </summary>
internal sealed class CircuitHandshake : IHubFilter
{
    private static readonly AsyncLocal<ConnectionSession?> Flow = new();

    /// <summary>Gets the session of the connection whose invocation runs.</summary>
    public static ConnectionSession? Current => Flow.Value;

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        Flow.Value = invocationContext.Context.GetConnectionSession();
        return await next(invocationContext);
    }
}
