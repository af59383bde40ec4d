using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TypedSessions.Benchmarks.Servers;

namespace TypedSessions.Benchmarks.Requests;

/// <summary>The handlers of the endpoints. All of them start the response, as a handler that writes a body does.</summary>
internal static class Handlers
{
    private static readonly Book Nothing = new("", 0);
    private static int _number;

    /// <summary>Does nothing with the session.</summary>
    public static Endpoint Untouched { get; } = Endpoint(static context => context.Response.StartAsync());

    public static Endpoint TypedSeed { get; } = Endpoint(
        static context =>
        {
            TypedRoutes.Fill(context.Session.As<BenchSession>());
            return context.Response.StartAsync();
        },
        new PreloadSessionAttribute());

    public static Endpoint TypedRead { get; } = Endpoint(
        static context =>
        {
            Use("", context.Session.As<BenchSession>().Visits, Nothing);
            return context.Response.StartAsync();
        },
        new PreloadSessionAttribute());

    public static Endpoint TypedReads { get; } = Endpoint(
        static context =>
        {
            var session = context.Session.As<BenchSession>();
            Use(session.Name, session.Visits, session.Last);
            return context.Response.StartAsync();
        },
        new PreloadSessionAttribute());

    /// <summary>As a handler's parameter is bound: the model is the one of the request's services.</summary>
    public static Endpoint TypedReadsOfAParameter { get; } = Endpoint(
        static async context =>
        {
            var session = (await Bind<BenchSession>(context))!;
            Use(session.Name, session.Visits, session.Last);
            await context.Response.StartAsync();
        },
        new PreloadSessionAttribute());

    public static Endpoint TypedWrite { get; } = Endpoint(
        static context =>
        {
            context.Session.As<BenchSession>().Visits = ++_number;
            return context.Response.StartAsync();
        },
        new PreloadSessionAttribute());

    public static Endpoint StockSeed { get; } = Endpoint(static context =>
    {
        StockRoutes.Fill(context.Session);
        return context.Response.StartAsync();
    });

    public static Endpoint StockReads { get; } = Endpoint(static async context =>
    {
        var session = context.Session;
        await session.LoadAsync();
        Use(session.GetString("Name"), session.GetInt32("Visits"), JsonSerializer.Deserialize(session.Get("Last"), BenchJson.Default.Book));
        await context.Response.StartAsync();
    });

    public static Endpoint StockWrite { get; } = Endpoint(static async context =>
    {
        var session = context.Session;
        await session.LoadAsync();
        session.SetInt32("Visits", ++_number);
        await context.Response.StartAsync();
    });

    private static Endpoint Endpoint(RequestDelegate handler, params object[] metadata)
        => new(handler, new EndpointMetadataCollection(metadata), "benchmark");

    private static ValueTask<T?> Bind<T>(HttpContext context)
        where T : class, IBindableFromHttpContext<T>
        => T.BindAsync(context, null!);

    private static void Use(string? name, int? visits, Book? book)
    {
        if (name is null || visits is null or 0 || book is null)
        {
            throw new InvalidOperationException("The session is not there.");
        }
    }
}
