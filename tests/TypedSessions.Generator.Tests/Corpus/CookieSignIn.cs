// A minimal API with cookie authentication: a test cookie, a limit of attempts, and a basket that belongs to the user.
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options => options.LoginPath = "/login");
builder.Services.AddAuthorization();
builder.Services.AddTypedSessions(options =>
{
    options.IdleTimeout = TimeSpan.FromMinutes(30);
    if (builder.Environment.IsDevelopment())
    {
        options.Cookie.SecurePolicy = CookieSecurePolicy.None;
    }
}).UseMemory().AddModel<LoginState>().AddModel<Basket>();

var app = builder.Build();
if (!app.Environment.IsDevelopment())
{
    app.UseExceptionHandler("/error");
    app.UseHsts();
}

app.UseRouting();
app.UseAuthentication();
app.UseAuthorization();
app.UseTypedSessions();

app.MapGet("/login", (LoginState login, ISession session) =>
{
    session.SetTestCookie();
    return $"{login.Attempts} attempts, then {login.ReturnUrl}";
});
app.MapPost("/login", async (HttpContext context, LoginState login, Basket basket, string name, string password, string? returnUrl) =>
{
    if (!context.Session.TestCookieWorked())
    {
        return Results.BadRequest("Please enable cookies.");
    }

    context.Session.DeleteTestCookie();
    login.ReturnUrl = returnUrl;
    if (password != name)
    {
        login.Attempts++;
        return login.Attempts > 5 ? Results.StatusCode(StatusCodes.Status429TooManyRequests) : Results.Redirect("/login");
    }

    login.Attempts = 0;
    await context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "Cookies")));
    basket.Customer = name;
    return Results.LocalRedirect(login.ReturnUrl ?? "/");
});
app.MapPost("/logout", async (HttpContext context) =>
{
    await context.SignOutAsync();
    return Results.Redirect("/");
});
app.MapGet("/basket", (Basket basket) => Results.Ok(new { basket.Customer, Lines = basket.Lines.Count })).RequireAuthorization();
app.MapPost("/basket/{id:int}", (Basket basket, int id) => basket.Lines.Add(id));
app.MapDelete("/basket", (Basket basket) => basket.Lines.Clear());
app.Run();

[SessionModel(Prefix = "login.")]
public partial class LoginState
{
    [SessionProperty(Merge = SessionMerge.Sum)] public partial int Attempts { get; set; }
    [SessionProperty] public partial string? ReturnUrl { get; set; }
}

[SessionModel(Prefix = "basket.")]
public partial class Basket
{
    [SessionProperty] public partial string? Customer { get; set; }
    [SessionProperty(Merge = SessionMerge.ThreeWay)] public partial List<int> Lines { get; }
}
