#if (IsSqlite)
using Microsoft.Data.Sqlite;

#endif
var builder = WebApplication.CreateBuilder(args);

builder.Services.AddTypedSessions()
#if (IsMemory)
    .UseMemory() // forgets when the process ends
#endif
#if (IsFiles)
    .UseFiles(builder.Configuration["Sessions:Path"])
#endif
#if (IsSqlite)
    .UseDatabase(SqliteFactory.Instance, builder.Configuration.GetConnectionString("Sessions"))
#endif
    .AddModel<VisitorSession>();

var app = builder.Build();

app.UseTypedSessions(); // before whatever uses the session

// What a handler changes is stored before the browser gets its response.
app.MapGet("/", (VisitorSession visitor) => $"Hello {visitor.Name ?? "stranger"}, this is visit {++visitor.Visits}.");

app.MapPost("/name/{name}", (VisitorSession visitor, string name) => visitor.Name = name);

// Record and cookie are gone; the next request begins anew.
app.MapPost("/leave", (ISession session) => session.Abandon());

app.Run();
