using Microsoft.AspNetCore.DataProtection;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Faults;

/// <summary>An engine with faults somewhere in it.</summary>
/// <param name="Engine">The engine of the site.</param>
/// <param name="Points">Where the faults strike.</param>
/// <param name="Truth">Another way to what is stored, where no fault strikes; <see langword="null"/> where nothing is stored.</param>
internal sealed record FaultLayer(FaultyEngine Engine, FaultPoints Points, ISessionEngine? Truth) : IAsyncDisposable
{
    /// <summary>What seals sessions where they are kept in cookies.</summary>
    public IDataProtectionProvider? Protection { get; init; }

    public async ValueTask DisposeAsync()
    {
        if (Truth is IAsyncDisposable truth)
        {
            await truth.DisposeAsync();
        }
    }
}
