using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, EnvironmentName = "Development" });

// The start fails for a setting whose option was trimmed away.
builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
{
    ["Sessions:Engine"] = "memory",
    ["Sessions:Memory:MaxBytes"] = "5000000000",
    ["Sessions:Files:LockTimeout"] = "00:00:01",
    ["Sessions:Database:UsePreparedStatements"] = "true",
    ["Sessions:Cookie:SameSite"] = "Lax",
    ["Sessions:SignIn:Schemes"] = "Cookies",
    ["Sessions:AbsoluteLifetime"] = "30.00:00:00",
});
builder.Services.AddTypedSessions(builder.Configuration.GetSection("Sessions")).UseConfiguredEngine().AddModel<ShopSession>();
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();

var app = builder.Build();

app.UseTypedSessions();
app.UseAuthentication();

app.MapGet("/reflection", () => JsonSerializer.IsReflectionEnabledByDefault.ToString());
app.MapGet("/", (ShopSession shop) => $"visit {++shop.Visits}, {shop.Lines.Count} in the cart");
app.MapGet("/bare", (ISession session) => $"{session.GetInt32(nameof(ShopSession.Visits))}");
app.MapGet("/cart", (ShopSession shop) => string.Join(' ', shop.Lines.Select(line => line.Book)));
app.MapGet("/cart/{index:int}", (ShopSession shop, int index) => shop.Lines[index].Book);
app.MapPost("/cart/{book}", (ShopSession shop, string book) => shop.Lines.Add(new CartLine(book)));
app.MapPost("/seen/{page:int}", (ShopSession shop, int page) => { shop.Seen[page]++; });
app.MapGet("/seen", (ISession session)
    => string.Join(' ', session.Get(ShopSession.Properties.Seen).Select(seen => $"{seen.Key}:{seen.Value}")));
app.MapPost("/login/{name}", async (HttpContext context, string name) =>
    await context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "password"))));
app.MapGet("/me", (ClaimsPrincipal user, ShopSession shop) => $"{user.Identity?.Name}, visit {shop.Visits}");
app.MapPost("/leave", (ISession session) => session.Abandon());

app.Run();
