// What goes wrong with the lifetime of sessions.
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;

namespace Mistakes.Lifetime;

[SessionModel]
public partial class CartSession
{
    [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }

    [SessionProperty] public partial string? Last { get; set; }
}

public static class SetUp
{
    // From here on sign-ins and sign-outs are the application's own affair.
    public static void Add(IServiceCollection services)
        => services.AddTypedSessions(options => options.SignIn.Enabled = false).UseMemory().AddModel<CartSession>();
}

public static class Globals
{
    public static CartSession? {|TSES041:Current|};

    private static readonly Dictionary<string, ISession> {|TSES041:ByUser|} = [];

    public static void Remember(string user, ISession session) => ByUser[user] = session;
}

public sealed class PriceCache(CartSession cart)
{
    public int Count => cart.Count;
}

public static class Endpoints
{
    public static void Add(IServiceCollection services) => services.{|TSES043:AddSingleton<PriceCache>|}();

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/late", async (HttpContext context, CartSession cart) =>
        {
            await context.Response.WriteAsync("Hello");
            {|TSES040:cart.Count++|};
        });

        app.MapPost("/background", (CartSession cart) =>
        {
            _ = Task.Run(() => {|TSES042:cart|}.Count++);
            return Results.Accepted();
        });

        app.MapPost("/both", async (CartSession cart) => await Task.WhenAll(FirstAsync(cart), SecondAsync(cart)));

        app.MapPost("/parallel", (HttpContext context) =>
            Parallel.ForEach(Enumerable.Range(0, 10), number => {|TSES044:context.Session.SetInt32($"n{number % 2}", number)|}));

        app.MapPost("/unawaited", (HttpContext context) =>
        {
            {|TSES048:context.Session.CommitAsync()|};
            return Results.Ok();
        });
    }

    public static async Task SignIn(HttpContext context, CartSession cart, string name)
    {
        await {|TSES045:context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, name)], "form")))|};
        cart.Last = name;
    }

    public static async Task SignOut(HttpContext context)
    {
        await context.SignOutAsync();
        {|TSES046:context.Session.Clear()|};
    }

    public static async Task Count(ISessionManager sessions, SessionKey key)
    {
        await using var opened = await sessions.OpenAsync(key);
        if (opened is not null)
        {
            {|TSES047:opened.As<CartSession>().Count++|};
        }
    }

    private static async Task FirstAsync(CartSession cart)
    {
        await Task.Yield();
        cart.Count++;
    }

    private static async Task SecondAsync(CartSession cart)
    {
        await Task.Yield();
        cart.Last = "second";
    }
}
