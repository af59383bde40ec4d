using Microsoft.AspNetCore.SignalR;

namespace TypedSessions.Integration.Blazor;

/// <summary>
/// Takes the session of a circuit's handshake to where the circuit is made. The two
/// share neither a scope nor a parameter, but the flow of execution.
/// </summary>
internal sealed class CircuitHandshake : IHubFilter
{
    private static readonly AsyncLocal<ConnectionSession?> Flow = new();

    /// <summary>The session of the connection whose call runs.</summary>
    public static ConnectionSession? Current => Flow.Value;

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        Flow.Value = invocationContext.Context.GetConnectionSession();
        return await next(invocationContext);
    }
}
