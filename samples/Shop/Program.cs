using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.FileProviders;
using MySqlConnector;
using Npgsql;
using Shop.Accounts;
using Shop.Api;
using Shop.Models;
using TypedSessions.Samples;

var builder = WebApplication.CreateBuilder(args);

// Every endpoint announces that it uses the session. An endpoint that does not gets an exception instead of blocking a thread.
var sessions = builder.Services
    .AddTypedSessions(builder.Configuration.GetSection("Sessions"), options => options.AllowSynchronousLoad = false)
    .UseConfiguredEngine(providers => providers
        .Add("sqlite", SqliteFactory.Instance)
        .Add("postgresql", NpgsqlFactory.Instance)
        .Add("mysql", MySqlConnectorFactory.Instance)
        .AddRedis())
    .AddModel<ShopSession>();
builder.Services.AddDistributedMemoryCache(); // for the engines with a cache; use AddStackExchangeRedisCache for Redis
builder.Services.AddSingleton<SessionPlace>();
AccountServices.Add(builder, sessions);

builder.Services.AddControllersWithViews(options => options.Filters.Add(new AutoValidateAntiforgeryTokenAttribute()));
builder.Services.AddRazorPages();
builder.Services.AddSignalR();

// The nodes share their data protection keys, so that each accepts the other's antiforgery tokens and login cookies.
var protection = builder.Services.AddDataProtection().SetApplicationName("Shop");
if (builder.Configuration["DataProtection:Path"] is { Length: > 0 } keys)
{
    protection.PersistKeysToFileSystem(new DirectoryInfo(keys));
}

var app = builder.Build();

// Run 'Shop clearsessions' from a scheduler.
if (await app.RunSessionCommandAsync(args) is { } exitCode)
{
    return exitCode;
}

await AccountsDatabase.CreateAsync(app.Services);

if (!app.Environment.IsDevelopment())
{
    app.UseExceptionHandler("/status/500");
}

app.UseStaticFiles();
app.UseStaticFiles(new StaticFileOptions { FileProvider = new EmbeddedFileProvider(typeof(Program).Assembly, "Tutorial") });
app.UseTypedSessions();
app.UseStatusCodePagesWithReExecute("/status/{0}");
app.UseAuthentication();
app.UseAuthorization();

CartApi.Map(app);
app.MapControllers();
app.MapRazorPages();
app.MapHub<SessionHub>("/account/connection");

app.Run();
return 0;
