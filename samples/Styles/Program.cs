using Microsoft.Data.Sqlite;
using Microsoft.Extensions.FileProviders;
using Npgsql;
using Styles.Api;
using Styles.Components;
using Styles.Hubs;
using Styles.Middleware;
using Styles.Models;
using TypedSessions.Samples;

var builder = WebApplication.CreateBuilder(args);

// No style loads the session synchronously: code that would block a thread gets an exception.
builder.Services.AddTypedSessions(builder.Configuration.GetSection("Sessions"), options => options.AllowSynchronousLoad = false)
    .UseConfiguredEngine(providers => providers.Add("sqlite", SqliteFactory.Instance).Add("postgresql", NpgsqlFactory.Instance))
    .AddModel<PassportSession>();

builder.Services.AddDistributedMemoryCache();
builder.Services.AddSingleton<SessionPlace>();

builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, StylesJson.Default));
builder.Services.AddControllersWithViews();
builder.Services.AddRazorPages();
builder.Services.AddSignalR();
builder.Services.AddRazorComponents().AddInteractiveServerComponents().AddTypedSessions();

var app = builder.Build();

app.UseStaticFiles(new StaticFileOptions { FileProvider = new EmbeddedFileProvider(typeof(Program).Assembly, "Tutorial") });
app.UseTypedSessions();
app.UseAntiforgery();
app.UseMiddleware<StampMiddleware>();

StampApi.Map(app);
app.MapControllers();
app.MapRazorPages();
app.MapHub<StampHub>("/hub/connection");
app.MapStaticAssets();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();

app.Run();
