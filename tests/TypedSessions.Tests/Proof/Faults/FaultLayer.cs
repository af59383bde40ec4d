using Microsoft.AspNetCore.DataProtection;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Faults;

/// <summary>An engine with faults in one of its layers.</summary>
/// <param name="Engine">The engine of the site.</param>
/// <param name="Points">The calls that can fail.</param>
/// <param name="Truth">An engine without faults on the same store; <see langword="null"/> for sessions in cookies.</param>
internal sealed record FaultLayer(FaultyEngine Engine, FaultPoints Points, ISessionEngine? Truth) : IAsyncDisposable
{
    /// <summary>The protection of sessions in cookies.</summary>
    public IDataProtectionProvider? Protection { get; init; }

    public async ValueTask DisposeAsync()
    {
        if (Truth is IAsyncDisposable truth)
        {
            await truth.DisposeAsync();
        }
    }
}
