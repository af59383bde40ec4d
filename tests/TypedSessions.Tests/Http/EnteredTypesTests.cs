using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Limits the number of types that a request enters, to keep the code readable.</summary>
public sealed class EnteredTypesTests
{
    private const int MaxTypes = 73;

    [Fact]
    public async Task A_request_with_a_counter_on_SQLite_enters_few_types()
    {
        using var folder = new TempFolder();
        var library = folder.GetPath("TypedSessions.dll");
        ProbedAssembly.Copy(typeof(ITypedSession).Assembly.Location, library, typeof(EnteredTypes).GetMethod(nameof(EnteredTypes.Enter))!);

        var copy = new CopyContext(library).LoadFromAssemblyPath(typeof(CountingSite).Assembly.Location);
        var site = copy.GetType(typeof(CountingSite).FullName!)!;
        var run = site.GetMethod(nameof(CountingSite.RunAsync), BindingFlags.Public | BindingFlags.Static)!;
        var types = await (Task<string[]>)run.Invoke(null, [folder.GetPath("sessions.db")])!;

        Assert.Contains("TypedSessions.Http.TypedSessionMiddleware", types);
        Assert.Contains("TypedSessions.Engines.Database.DatabaseSessionEngine", types);
        Assert.True(
            types.Length <= MaxTypes, $"A request enters {types.Length} types, and may enter {MaxTypes}:\n{string.Join('\n', types)}");
    }

    /// <summary>Loads a probed copy of the library with copies of this assembly and of SQLite.</summary>
    private sealed class CopyContext(string library) : AssemblyLoadContext("copy")
    {
        protected override Assembly? Load(AssemblyName name) => name.Name switch
        {
            "TypedSessions" => LoadFromAssemblyPath(library),
            "TypedSessions.Tests" or "Microsoft.Data.Sqlite" => LoadCopy(name.Name),
            { } other when other.StartsWith("SQLitePCLRaw", StringComparison.Ordinal) => LoadCopy(other),
            _ => null,
        };

        private Assembly LoadCopy(string name) => LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"));
    }
}

/// <summary>A site that counts a visitor's requests.</summary>
internal static class CountingSite
{
    /// <summary>Runs the site and returns the types that the last request of a visitor entered.</summary>
    public static async Task<string[]> RunAsync(string path)
    {
        var (server, clock) = (new DirectServer(), new ManualClock());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IServer>(server);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddTypedSessions(static options => options.Cleanup.Enabled = false)
            .AddModel<RequestCounter>().UseDatabase(SqliteFactory.Instance, $"Data Source={path}");
        await using var app = builder.Build();
        app.UseTypedSessions();
        app.MapGet("/", static (RequestCounter counter) => ++counter.Requests);
        await app.StartAsync();

        // The first requests also enter types for initialization.
        string?[]? cookies = null;
        for (var request = 1; request <= 3; request++)
        {
            EnteredTypes.Clear();
            var response = await server.GetAsync("/", cookies: cookies);
            Assert.Equal($"{request}", Encoding.UTF8.GetString(response.Written.ToArray()));
            var cookie = Assert.Single(response.Cookies);
            cookies = [$"{cookie.Name}={cookie.Value}"];

            // Long enough that the next request renews the session and sends its cookie.
            clock.Advance(TimeSpan.FromDays(2));
        }

        var types = EnteredTypes.Get();
        await app.StopAsync();
        return types;
    }
}

/// <summary>Counts requests.</summary>
[SessionModel]
public sealed partial class RequestCounter
{
    [SessionProperty]
    public partial int Requests { get; set; }
}
