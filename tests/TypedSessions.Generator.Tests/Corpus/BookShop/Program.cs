// A minimal API in one file with top-level statements, as `dotnet new web` creates it and people extend it.
using System.Security.Claims;
using BookShop;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

var builder = WebApplication.CreateBuilder(args);
var connection = builder.Configuration.GetConnectionString("Sessions") ?? throw new InvalidOperationException("No connection string.");

builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
builder.Services.AddAuthorization();
builder.Services.AddSingleton<Catalogue>();
builder.Services.AddTypedSessions(options =>
    {
        options.IdleTimeout = TimeSpan.FromHours(2);
        options.Cookie.Name = "__Host-books";
        options.Cookie.SameSite = SameSiteMode.Strict;
    })
    .UseFiles(connection)
    .AddModel<ShopSession>();

var app = builder.Build();

if (!app.Environment.IsDevelopment())
{
    app.UseExceptionHandler("/error");
    app.UseHsts();
}

app.UseHttpsRedirection();
app.UseStaticFiles();
app.UseAuthentication();
app.UseAuthorization();
app.UseTypedSessions();

// Counts after the session is there.
app.Use(async (context, next) =>
{
    if (context.Request.Path.StartsWithSegments("/books"))
    {
        var shop = context.RequestServices.GetRequiredService<ShopSession>();
        {|TSES067:shop.PagesSeen++|};
    }

    await next(context);
});

app.MapGet("/", () => "Books");

app.MapGet("/books/{isbn}", BookShop.Results<ShopBook> (string isbn, Catalogue catalogue, ShopSession shop) =>
{
    if (catalogue.Find(isbn) is not { } book)
    {
        return new(null);
    }

    shop.LastSeen = isbn;
    return new(book);
});

app.MapPost("/cart/{isbn}", (string isbn, ShopSession shop) =>
{
    var line = shop.Lines.FirstOrDefault(line => line.Isbn == isbn);
    if (line is null)
    {
        shop.Lines.Add(new CartLine { Isbn = isbn, Quantity = 1 });
    }
    else
    {
        line.Quantity++;
    }

    return TypedResults.Created($"/cart/{isbn}", shop.Lines.Count);
});

app.MapDelete("/cart", (ShopSession shop) => shop.Lines = []);

app.MapPost("/login", async (HttpContext context, ShopSession shop, LoginForm form) =>
{
    if (form is not { User: { Length: > 0 } user, Word: "sesame" })
    {
        return Results.Unauthorized();
    }

    await context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], "form")));
    shop.Session.RegenerateId();
    shop.UserName = user;
    return Results.Redirect("/");
});

app.MapPost("/logout", async (HttpContext context) =>
{
    await context.SignOutAsync();
    context.Session.Abandon();
    return Results.Redirect("/");
});

app.Run();
