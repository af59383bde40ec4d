using Microsoft.AspNetCore.Http.Features;
using TypedSessions.Sessions;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>A response without a server: it starts on request and cannot be changed afterwards.</summary>
internal sealed class BareResponse : HttpResponseFeature
{
    private readonly Stack<(Func<object, Task> Callback, object State)> _starting = [];
    private bool _hasStarted;

    /// <inheritdoc/>
    public override bool HasStarted => _hasStarted;

    /// <summary>The token of the sent cookie; <see langword="null"/> for no cookie, and empty for a deletion.</summary>
    public string? Token => Headers.SetCookie is [var cookie] ? cookie!.Split(';')[0].Split('=')[1] : null;

    /// <summary>The key of the sent token.</summary>
    public SessionKey? Key => Token is { Length: > 0 } text && SessionToken.TryParse(text.AsMemory(), out var token) ? token.Key : null;

    /// <inheritdoc/>
    public override void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

    /// <summary>Starts the response.</summary>
    public async Task StartAsync()
    {
        while (_starting.TryPop(out var starting))
        {
            await starting.Callback(starting.State);
        }

        _hasStarted = true;
    }
}
