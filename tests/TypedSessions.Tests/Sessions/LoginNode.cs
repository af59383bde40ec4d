using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Sessions;

/// <summary>A <see cref="LoginSite"/> as one of several nodes, in this process or in a <see cref="ChildSite"/>.</summary>
internal static class LoginNode
{
    /// <summary>Moves the clock of a node in another process by <see cref="Pause"/>.</summary>
    public const string PausePath = "/pause";

    /// <summary>A time after which cleanup removes every closed copy, even with the default clock skew.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromHours(2);

    public static Task<TestSite> StartAsync(RunningClock clock, Action<TypedSessionsBuilder> sessions)
        => LoginSite.StartAsync(
            LoginSite.Cookie,
            sessions: builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(clock);
                sessions(builder);
            },
            endpoints: app =>
            {
                app.MapGet("/renew", (ISession session) => session.RegenerateId());
                app.MapGet(PausePath, () => clock.Advance(Pause));
            });

    /// <summary>Runs a node until the tests end, and prints its address.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        await using var site = await StartAsync(new RunningClock(), new EnginePlace(args[0], args[1]).UseIn);
        Console.WriteLine(site.Address);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
