using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

public sealed class MemoryConcurrencyTests : ConcurrencyTests
{
    private protected override Task<TestSite> StartSiteAsync(Action<TypedSessionsOptions>? options = null)
        => TestSite.StartAsync(Map, options);
}
