using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Integration.Blazor;
using TypedSessions.Tests.Models;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Connections;

/// <summary>A tenant's prefix in hubs, circuits and jobs comes from the handshake or from the services of the opened session.</summary>
public sealed class ConnectionPrefixTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Visit")]
    [InlineData("VisitInCircuit")]
    public async Task A_connection_has_the_prefix_of_its_handshake(string method)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/visit?tenant=one");
        await using var hub = await HubClient.ConnectAsync(
            new Uri(site.Address, "/?tenant=one"), "/hub", $"__Host-session={browser.Token}");

        Assert.Equal(2, (await hub.InvokeAsync(method)).GetInt32());
        Assert.Equal(3, (await hub.InvokeAsync(method)).GetInt32());

        Assert.Equal("one.px.visits", await browser.ReadAsync("/keys"));
    }

    [Fact]
    public async Task A_connection_by_long_polling_has_the_prefix_of_its_handshake()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/visit?tenant=one");

        Assert.Contains("\"result\":2", await InvokeByLongPollingAsync(browser, "Visit"), StringComparison.Ordinal);

        Assert.Equal("one.px.visits", await browser.ReadAsync("/keys"));
    }

    [Fact]
    public async Task Work_after_a_request_has_the_prefix_of_the_request()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/visit?tenant=one");
        ConnectionSession connection;
        await using (var request = site.Services.CreateAsyncScope())
        {
            request.ServiceProvider.GetRequiredService<Tenant>().Id = "one";
            var context = new DefaultHttpContext { RequestServices = request.ServiceProvider };
            context.Request.Headers.Cookie = $"__Host-session={browser.Token}";
            connection = context.GetConnectionSession();
        }

        Assert.Equal(2, await VisitAsync(connection));
    }

    [Fact]
    public async Task A_job_has_the_prefix_of_the_services_of_the_opened_session()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/visit?tenant=one");

        var sessions = site.Services.GetRequiredService<ISessionManager>();
        await using var session = await sessions.OpenAsync(browser.Token!, cancellationToken: Cancel);
        session!.Services.GetRequiredService<Tenant>().Id = "one";

        Assert.Equal(1, session.Services.GetRequiredService<PrefixedShop>().Visits);
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(
        static app =>
        {
            app.MapHub<TenantHub>("/hub");
            app.MapGet("/visit", static (PrefixedShop shop) => ++shop.Visits);
            app.MapGet("/keys", static (ISession session) => string.Join(' ', session.Keys));
        },
        services: static (services, sessions) =>
        {
            services.AddHttpContextAccessor().AddScoped<Tenant>();
            services.AddSignalR(static options => options.AddFilter(new CircuitHandshake()));
            services.AddRazorComponents().AddInteractiveServerComponents().AddTypedSessions();
            sessions.AddModel<PrefixedShop>(static options
                => options.PrefixProvider = static scope => scope.GetRequiredService<Tenant>().Id + ".");
        });

    private static async Task<int> VisitAsync(ConnectionSession connection)
    {
        await using var session = await connection.OpenAsync(cancellationToken: Cancel);
        var visits = ++session!.As<PrefixedShop>().Visits;
        await session.SaveAsync(Cancel);
        return visits;
    }

    private static async Task<string> InvokeByLongPollingAsync(Browser browser, string method)
    {
        using var negotiated = await browser.PostAsync("/hub/negotiate?negotiateVersion=0&tenant=one");
        var answer = await negotiated.Content.ReadAsStringAsync(Cancel);
        var path = $"/hub?tenant=one&id={answer.Split("\"connectionId\":\"")[1].Split('"')[0]}";
        await browser.ReadAsync(path);
        await SendAsync("""{"protocol":"json","version":1}""");
        Assert.Contains("{}", await browser.ReadAsync(path), StringComparison.Ordinal);
        await SendAsync($$"""{"type":1,"invocationId":"1","target":"{{method}}","arguments":[]}""");
        return await browser.ReadAsync(path);

        async Task SendAsync(string message)
        {
            using var content = new StringContent(message + "\u001e");
            using var sent = await browser.PostAsync(path, content);
            Assert.True(sent.IsSuccessStatusCode);
        }
    }

    private sealed class Tenant(IHttpContextAccessor context)
    {
        public string Id
        {
            get => field ?? context.HttpContext?.Request.Query["tenant"].ToString() ?? "none";
            set;
        }
    }

    private sealed class TenantHub : Hub
    {
        public Task<int> Visit() => VisitAsync(Context.GetConnectionSession());

        public async Task<int> VisitInCircuit(IServiceProvider services)
        {
            foreach (var handler in services.GetServices<CircuitHandler>())
            {
                await handler.OnCircuitOpenedAsync(null!, default);
            }

            return await VisitAsync(services.GetRequiredService<ConnectionSession>());
        }
    }
}
