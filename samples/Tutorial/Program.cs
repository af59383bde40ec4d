using Microsoft.Data.Sqlite;
using Npgsql;
using Tutorial;
using Tutorial.Models;
using Tutorial.Pages;
using TypedSessions.Samples;

var builder = WebApplication.CreateBuilder(args);

// 'Engine' in appsettings.json selects the engine: memory, files, database, cache, cachedDatabase or cookies.
builder.Services.AddTypedSessions(builder.Configuration.GetSection("Sessions"))
    .UseConfiguredEngine(providers => providers.Add("sqlite", SqliteFactory.Instance).Add("postgresql", NpgsqlFactory.Instance))
    .AddModel<BookSession>()
    .AddModel<NameSession>()
    .AddModel<LoginSession>();

builder.Services.AddDistributedMemoryCache(); // for the engines with a cache
builder.Services.AddSingleton<SessionPlace>();
builder.Services.AddRazorComponents();

// Bad requests show the status page, in development too.
builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);

var app = builder.Build();

if (!app.Environment.IsDevelopment())
{
    app.UseExceptionHandler(handler => handler.Run(context => Page.ShowStatusAsync(context)));
}

app.UseStatusCodePages(context => Page.ShowStatusAsync(context.HttpContext));
app.UseStaticFiles();
app.UseTypedSessions();
app.UseAntiforgery();

HomePages.Map(app);
BookPages.Map(app);
NamePages.Map(app);
LoginPages.Map(app);
TestCookiePages.Map(app);
InspectPages.Map(app);

app.Run();
