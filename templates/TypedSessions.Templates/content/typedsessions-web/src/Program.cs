#if (HasSignIn)
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
#endif
#if (IsSqlite)
using Microsoft.Data.Sqlite;
#endif
#if (IsMariaDb)
using MySqlConnector;
#endif
#if (IsPostgres)
using Npgsql;
#endif
#if (HasUsings)

#endif
var builder = WebApplication.CreateBuilder(args);

builder.Services.AddTypedSessions()
#if (IsMemory)
    .UseMemory() // lost when the process ends
#endif
#if (IsFiles)
    .UseFiles(builder.Configuration["Sessions:Path"])
#endif
#if (IsSqlite)
    .UseDatabase(SqliteFactory.Instance, builder.Configuration.GetConnectionString("Sessions"))
#endif
#if (IsPostgres)
    .UseDatabase(NpgsqlFactory.Instance, builder.Configuration.GetConnectionString("Sessions"))
#endif
#if (IsMariaDb)
    .UseDatabase(MySqlConnectorFactory.Instance, builder.Configuration.GetConnectionString("Sessions"))
#endif
#if (IsRedis)
    .UseRedis(builder.Configuration.GetConnectionString("Sessions"))
#endif
#if (HasSignIn)
    .KeepTicketsInSession() // the sign-in ends with the session
#endif
    .AddModel<VisitorSession>();
#if (HasSignIn)
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
#endif

var app = builder.Build();

app.UseTypedSessions(); // before middleware that uses the session

#if (HasSignIn)
// Changes are stored before the response is sent.
app.MapGet("/", (VisitorSession visitor, ClaimsPrincipal user)
    => $"Hello {user.Identity?.Name ?? "stranger"}, this is visit {++visitor.Visits}.");

// Replace this by a check of the password. The sign-in gives the session a new id.
app.MapPost("/login/{name}", (string name) => Results.SignIn(
    new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], CookieAuthenticationDefaults.AuthenticationScheme))));

// The sign-out ends the session; the next request starts a new one.
app.MapPost("/logout", () => Results.SignOut());
#else
// Changes are stored before the response is sent.
app.MapGet("/", (VisitorSession visitor) => $"Hello {visitor.Name ?? "stranger"}, this is visit {++visitor.Visits}.");

app.MapPost("/name/{name}", (VisitorSession visitor, string name) => visitor.Name = name);

// Removes the record and the cookie; the next request starts a new session.
app.MapPost("/leave", (ISession session) => session.Abandon());
#endif

app.Run();
