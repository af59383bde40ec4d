using TypedSessions.Tests.Engines.Crashes;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Database;

public sealed class SqliteKilledProcessTests : KilledProcessTests, IDisposable
{
    private readonly SqliteFile _file = new();

    private protected override EnginePlace Place => new(EnginePlace.Sqlite, _file.ConnectionString);

    public void Dispose() => _file.Dispose();

    private protected override void AssertSound() => Assert.Equal("ok", _file.Execute("PRAGMA integrity_check"));
}
