// ASP.NET Core's own session in a program that references the library for something else, or not yet. Nothing in here is ours to judge.
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDistributedMemoryCache();
builder.Services.AddSession(options =>
{
    options.IdleTimeout = TimeSpan.FromMinutes(20);
    options.Cookie.Name = ".Stock";
    options.Cookie.HttpOnly = false;
    options.Cookie.SecurePolicy = CookieSecurePolicy.None;
    options.Cookie.SameSite = SameSiteMode.None;
});
builder.Services.AddControllersWithViews();

var app = builder.Build();
app.UseRouting();
app.UseSession();
app.Use((context, next) =>
{
    context.Session.SetInt32("Visits", (context.Session.GetInt32("Visits") ?? 0) + 1);
    return next();
});

app.MapGet("/", (HttpContext context) => $"Visit {context.Session.GetInt32("Visits")}");
app.MapPost("/cart", (HttpContext context, [FromBody] Item item) =>
{
    var items = context.Session.Get<List<Item>>("Cart") ?? [];
    items.Add(item);
    context.Session.SetObject("Cart", items);
    return items.Count;
}).CacheOutput();
app.MapControllers();
app.Run();

internal sealed record Item(string Name, decimal Price);

internal static class JsonSessionExtensions
{
    public static void SetObject<T>(this ISession session, string key, T value) => session.SetString(key, JsonSerializer.Serialize(value));

    public static T? GetObject<T>(this ISession session, string key)
        => session.GetString(key) is { } text ? JsonSerializer.Deserialize<T>(text) : default;
}
