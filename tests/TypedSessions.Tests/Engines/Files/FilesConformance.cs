using TypedSessions.Engines.Files;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Files;

public class FilesConformance : EngineConformance
{
    private readonly TempFolder _folder = new();

    protected virtual bool Syncs => false;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override ValueTask<ISessionEngine> OpenAsync()
    {
        var options = new FileEngineOptions
        {
            Path = _folder.GetPath("sessions"),
            SynchronousCommit = Syncs,
            ClockSkew = TimeSpan.Zero,
            LockTimeout = TimeSpan.FromMinutes(1),
        };
        return ValueTask.FromResult<ISessionEngine>(new FileSessionEngine(options, Clock));
    }
}
