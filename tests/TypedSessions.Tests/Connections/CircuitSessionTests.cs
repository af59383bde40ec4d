using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Connections;

/// <summary>The session of interactive components before their circuit starts. The end-to-end tests cover circuits.</summary>
public sealed class CircuitSessionTests
{
    [Fact]
    public async Task A_prerendered_component_gets_the_stored_session()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        Assert.Equal("none", await browser.ReadAsync("/render"));

        Assert.Equal("none", await browser.ReadAsync("/set-and-render"));

        Assert.Equal("3", await browser.ReadAsync("/render"));
    }

    [Fact]
    public async Task Without_a_circuit_or_a_request_the_error_explains_that()
    {
        await using var site = await StartAsync();
        await using var scope = site.Services.CreateAsyncScope();

        var exception = Assert.Throws<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<ConnectionSession>());

        Assert.Contains("outside a circuit", exception.Message);
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/render", (ConnectionSession connected) => RenderAsync(connected));
            app.MapGet("/set-and-render", (CounterSession counter, ConnectionSession connected) =>
            {
                counter.Count = 3;
                return RenderAsync(connected);
            });
        },
        services: (services, sessions) =>
        {
            sessions.AddModel<CounterSession>();
            services.AddRazorComponents().AddInteractiveServerComponents().AddTypedSessions();
        });

    private static async Task<string> RenderAsync(ConnectionSession connected)
    {
        await using var session = await connected.OpenAsync();
        return session is null ? "none" : $"{session.As<CounterSession>().Count}";
    }
}
