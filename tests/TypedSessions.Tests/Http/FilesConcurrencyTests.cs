using TypedSessions.Engines.Files;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

public sealed class FilesConcurrencyTests : ConcurrencyTests, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override Task<TestSite> StartSiteAsync(Action<TypedSessionsOptions>? options = null)
        => TestSite.StartAsync(Map, options, engine: clock => ValueTask.FromResult<ISessionEngine>(
            new FileSessionEngine(new FileEngineOptions { Path = _folder.GetPath("sessions") }, clock)));
}
