using Microsoft.Data.Sqlite;
using Npgsql;
using Tutorial;
using Tutorial.Components;
using Tutorial.Models;
using Tutorial.Pages;
using TypedSessions.Samples;

var builder = WebApplication.CreateBuilder(args);

#region GET /
builder.Services.AddTypedSessions()
    .UseDatabase(SqliteFactory.Instance, builder.Configuration.GetConnectionString("Sessions"))
    .AddModel<BookSession>()
    .AddModel<NameSession>()
    .AddModel<LoginSession>();
#endregion

// Another engine, for example: dotnet run -- --Sessions:Engine memory
if (builder.Configuration.GetSection("Sessions") is var sessions && sessions.Exists())
{
    builder.Services.AddTypedSessions(sessions).UseConfiguredEngine(
        providers => providers.Add("sqlite", SqliteFactory.Instance).Add("postgresql", NpgsqlFactory.Instance));
}

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
#region GET /
app.UseTypedSessions();
#endregion
app.UseAntiforgery();

app.MapGet("/", () => Page.Show<Home>());
BookPages.Map(app);
NamePages.Map(app);
LoginPages.Map(app);
TestCookiePages.Map(app);
InspectPages.Map(app);

app.Run();
