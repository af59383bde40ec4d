// A minimal API with its own accounts: a sign-in that keeps the id, and a sign-out that keeps the session.
using System.Security.Claims;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddTypedSessions().UseMemory().AddModel<PizzaSession>();
builder.Services.AddSingleton<IUserStore, FakeUsers>();
var app = builder.Build();
app.UseTypedSessions();

app.MapGet(
    "/",
    (PizzaSession s) => s.UserName is null ? Results.Redirect("/login") : Results.Ok($"Hello {s.UserName}, {s.Toppings.Count} toppings"));

app.MapPost("/login", async (PizzaSession s, IUserStore users, [FromForm] string user, [FromForm] string password) =>
{
    if (!await users.CheckAsync(user, password))
    {
        return Results.Unauthorized();
    }

    {|TSES045:s.UserName = user|};
    return Results.Redirect("/");
});

app.MapPost("/toppings/{name}", (PizzaSession s, string name) =>
{
    s.Toppings.Add(name);
    return Results.Ok(s.Toppings);
});

app.MapPost("/logout", (HttpContext context) =>
{
    {|TSES046:context.Session.Clear()|};
    return Results.Redirect("/");
});

app.Run();

[SessionModel]
public partial class PizzaSession
{
    [SessionProperty] public partial string? UserName { get; set; }
    [SessionProperty] public partial List<string> Toppings { get; set; }
}

public interface IUserStore
{
    Task<bool> CheckAsync(string user, string password);
}

public sealed class FakeUsers : IUserStore
{
    public Task<bool> CheckAsync(string user, string password) => Task.FromResult(user == password);
}
