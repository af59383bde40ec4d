using TypedSessions.Tests.Engines.Crashes;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Files;

public sealed class FilesKilledProcessTests : KilledProcessTests, IDisposable
{
    private readonly TempFolder _folder = new();

    private protected override EnginePlace Place => new(EnginePlace.Files, _folder.GetPath("sessions"));

    public void Dispose() => _folder.Dispose();
}
