using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;

namespace TypedSessions.Tests.Engines.Database;

public sealed class SqliteConformance : InProcessEngineConformance
{
    private readonly SqliteFile _file = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _file.Dispose();
    }

    protected override async ValueTask<ISessionEngine> OpenAsync()
    {
        var engine = _file.NewLonelyEngine(Clock);
        await engine.EnsureCreatedAsync(Token);
        return engine;
    }
}
