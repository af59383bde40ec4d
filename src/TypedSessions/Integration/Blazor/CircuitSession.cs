using Microsoft.AspNetCore.Components.Server.Circuits;
using TypedSessions.Http;
using TypedSessions.Sessions;

namespace TypedSessions.Integration.Blazor;

/// <summary>Provides the session of its circuit, or of the request that prerenders its components.</summary>
internal sealed class CircuitSession(SessionAccessor scope) : CircuitHandler
{
    private ConnectionSession? _connection;

    /// <summary>Gets the session.</summary>
    /// <exception cref="InvalidOperationException">There is neither a circuit nor a request.</exception>
    public ConnectionSession Connection => _connection ??= (scope.Source as RequestSession)?.Context.GetConnectionSession()
        ?? throw new InvalidOperationException(
            $"'{typeof(ConnectionSession)}' was requested outside a circuit, or in a request that has not passed app.UseTypedSessions(). " +
            "Call app.UseTypedSessions() before the components are mapped.");

    /// <summary>A circuit keeps its first session, also when another connection replaces a broken one.</summary>
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _connection = CircuitHandshake.Current;
        return Task.CompletedTask;
    }
}
