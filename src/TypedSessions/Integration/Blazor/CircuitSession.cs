using Microsoft.AspNetCore.Components.Server.Circuits;
using TypedSessions.Http;
using TypedSessions.Sessions;

namespace TypedSessions.Integration.Blazor;

/// <summary>Knows the session of the circuit that it belongs to, or of the request that renders its components beforehand.</summary>
internal sealed class CircuitSession(SessionAccessor scope) : CircuitHandler
{
    private ConnectionSession? _connection;

    /// <summary>The session.</summary>
    /// <exception cref="InvalidOperationException">There is neither a circuit nor a request.</exception>
    public ConnectionSession Connection => _connection ??= (scope.Source as RequestSession)?.Context.GetConnectionSession()
        ?? throw new InvalidOperationException(
            $"'{typeof(ConnectionSession)}' was requested outside a circuit, or in a request that has not passed app.UseTypedSessions().");

    /// <summary>A circuit keeps the session that it began with, also when its connection breaks and another takes its place.</summary>
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _connection = CircuitHandshake.Current;
        return Task.CompletedTask;
    }
}
