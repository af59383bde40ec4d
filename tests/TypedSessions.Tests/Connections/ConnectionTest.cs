using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Connections;

/// <summary>A site with a hub that uses the session of its connection.</summary>
public abstract class ConnectionTest
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    internal static Task<HubClient> ConnectAsync(TestSite site, string? token)
        => HubClient.ConnectAsync(site.Address, "/hub", token is null ? null : $"__Host-session={token}");

    internal static Task<TestSite> StartAsync(Action<TypedSessionsOptions>? options = null) => TestSite.StartAsync(
        app =>
        {
            app.MapHub<CounterHub>("/hub");
            app.MapGet("/set/{count:int}", (int count, CounterSession counter) => counter.Count = count);
            app.MapGet("/get", (CounterSession counter) => counter.Count);
            app.MapGet("/logout", (HttpContext context) => context.Session.Abandon());
            app.MapGet("/rename", (HttpContext context) => context.Session.RegenerateId());
            app.MapGet("/own", (ISession session) => session.Owner = "ann");
        },
        options,
        services: (services, sessions) =>
        {
            sessions.AddModel<CounterSession>();
            services.AddSignalR();
        });

    private sealed class CounterHub(ISessionManager sessions) : Hub
    {
        public string Ping() => "pong";

        public async Task<int> Count()
        {
            await using var session = await OpenAsync();
            var count = ++session.As<CounterSession>().Count;
            await session.SaveAsync();
            return count;
        }

        public async Task Forget()
        {
            await using var session = await OpenAsync();
            session.As<CounterSession>().Count = 100;
        }

        public async Task<bool> CountWhileItEnds()
        {
            await using var session = await OpenAsync();
            session.As<CounterSession>().Count++;
            await sessions.RemoveAsync(SessionKey.TryParse(session.Session.Id, out var key) ? key : default);
            return await session.SaveAsync();
        }

        public async Task Look(bool isActivity)
        {
            await using var session = (await Context.GetConnectionSession().OpenAsync(isActivity))!;
            _ = session.As<CounterSession>().Count;
            await session.SaveAsync();
        }

        public int Inject(IServiceProvider services) => services.GetRequiredService<CounterSession>().Count;

        public async Task Watch()
        {
            // The method returns only after opening the session, so that the client can wait for the start.
            await using var session = await OpenAsync();
            _ = SendWhenItEndsAsync(Context, Clients.Caller);
        }

        private static async Task SendWhenItEndsAsync(HubCallerContext context, ISingleClientProxy client)
        {
            if (await context.GetConnectionSession().WaitForEndAsync(Interval, context.ConnectionAborted))
            {
                await client.SendAsync("ended");
                context.Abort();
            }
        }

        private async Task<SessionScope> OpenAsync()
            => await Context.GetConnectionSession().OpenAsync() ?? throw new HubException("Your session has ended.");
    }
}
