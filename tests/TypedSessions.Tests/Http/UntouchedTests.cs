using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>The middleware's cost for a request that does not use the session.</summary>
public sealed class UntouchedTests
{
    [Fact]
    public async Task A_request_that_does_not_use_the_session_allocates_one_small_object()
    {
        await using var site = await TestSite.StartAsync(_ => { });
        var middleware = ActivatorUtilities.CreateInstance<TypedSessionMiddleware>(
            site.Services, (RequestDelegate)(_ => Task.CompletedTask));
        var services = site.Services.GetRequiredService<SessionHttpServices>();
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = "__Host-session=" + new string('A', 43);

        var request = GetBytes(() =>
        {
            _ = middleware.InvokeAsync(context);
            context.Features.Set<ISessionFeature>(null);
            context.Features.Set<IServiceProvidersFeature>(null);
        });

        Assert.Equal(GetBytes(() => _ = new RequestSession(context, services, null)), request);
    }

    // Measured after 1000 requests, when all caches are filled, and on this thread only, because other tests run concurrently.
    private static long GetBytes(Action action)
    {
        for (var i = 0; i < 1000; i++)
        {
            action();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
