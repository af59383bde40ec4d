using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TypedSessions.Benchmarks.Servers;

namespace TypedSessions.Benchmarks.Requests;

/// <summary>The endpoints. Each handler starts the response, as a handler with a body does.</summary>
internal static class Handlers
{
    private static readonly Book EmptyBook = new("", 0);
    private static int _number;

    /// <summary>An endpoint that does not use the session.</summary>
    public static Endpoint Untouched { get; } = CreateEndpoint(static context => context.Response.StartAsync());

    public static Endpoint TypedSeed { get; } = CreateEndpoint(
        static context =>
        {
            TypedRoutes.Fill(context.Session.As<BenchSession>());
            return context.Response.StartAsync();
        },
        new PreloadSessionAttribute());

    public static Endpoint TypedRead { get; } = CreateEndpoint(
        static context =>
        {
            ThrowIfMissing("", context.Session.As<BenchSession>().Visits, EmptyBook);
            return context.Response.StartAsync();
        },
        new PreloadSessionAttribute());

    public static Endpoint TypedReads { get; } = CreateEndpoint(
        static context =>
        {
            var session = context.Session.As<BenchSession>();
            ThrowIfMissing(session.Name, session.Visits, session.Last);
            return context.Response.StartAsync();
        },
        new PreloadSessionAttribute());

    /// <summary>An endpoint whose handler gets the model as a parameter.</summary>
    public static Endpoint TypedParameterReads { get; } = CreateEndpoint(
        static async context =>
        {
            var session = (await Bind<BenchSession>(context))!;
            ThrowIfMissing(session.Name, session.Visits, session.Last);
            await context.Response.StartAsync();
        },
        new PreloadSessionAttribute());

    public static Endpoint TypedWrite { get; } = CreateEndpoint(
        static context =>
        {
            context.Session.As<BenchSession>().Visits = ++_number;
            return context.Response.StartAsync();
        },
        new PreloadSessionAttribute());

    public static Endpoint StockSeed { get; } = CreateEndpoint(static context =>
    {
        StockRoutes.Fill(context.Session);
        return context.Response.StartAsync();
    });

    public static Endpoint StockReads { get; } = CreateEndpoint(static async context =>
    {
        var session = context.Session;
        await session.LoadAsync();
        ThrowIfMissing(
            session.GetString("Name"),
            session.GetInt32("Visits"),
            JsonSerializer.Deserialize(session.Get("Last"), BenchJson.Default.Book));
        await context.Response.StartAsync();
    });

    public static Endpoint StockWrite { get; } = CreateEndpoint(static async context =>
    {
        var session = context.Session;
        await session.LoadAsync();
        session.SetInt32("Visits", ++_number);
        await context.Response.StartAsync();
    });

    private static Endpoint CreateEndpoint(RequestDelegate handler, params object[] metadata)
        => new(handler, new EndpointMetadataCollection(metadata), "benchmark");

    private static ValueTask<T?> Bind<T>(HttpContext context)
        where T : class, IBindableFromHttpContext<T>
        => T.BindAsync(context, null!);

    private static void ThrowIfMissing(string? name, int? visits, Book? book)
    {
        if (name is null || visits is null or 0 || book is null)
        {
            throw new InvalidOperationException("The session has no values.");
        }
    }
}
